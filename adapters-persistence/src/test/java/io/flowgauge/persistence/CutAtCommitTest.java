package io.flowgauge.persistence;

import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.application.port.in.RecordReports.Verdict;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.persistence.CutProxy.Commit;
import io.flowgauge.persistence.CutProxy.Cut;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A connection dies at a COMMIT, and nobody knows whether it was done: nothing is missing, nothing is there twice, and it goes on. */
@Timeout(60)
class CutAtCommitTest {
    private static final String A_CHECK = "task_snapshot";
    private static final String AN_ENDING = "UPDATE flowgauge.task_run";

    private static CutProxy proxy;
    private static Adapters adapters;
    private static int tests;

    private final Rooms rooms = new Rooms(
            adapters.get(FlowRuns.class),
            adapters.get(Snapshots.class),
            adapters.get(HistoryGaps.class),
            task -> StoredSnapshots.of(adapters.sql(), task));
    private final String id = "task-" + ++tests;

    @BeforeAll
    static void start() {
        proxy = new CutProxy(TestPostgres.freshDatabase());
        adapters = new Adapters(proxy.database());
        var tenant = adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
        assertThat(tenant.id()).isEqualTo(TENANT);
    }

    @AfterAll
    static void stop() throws Exception {
        adapters.close();
        proxy.close();
    }

    @AfterEach
    void release() {
        // What holds back a transaction would hang the next test.
        proxy.release();
    }

    private void begin() {
        rooms.report(rooms.whole(id, 1, 5));
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.writeAll();
    }

    private void assertIntervals(Long... records) {
        assertThat(rooms.snapshotsOf(id)).extracting(Snapshot::intervalRecords).containsExactly(records);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LATE")
    void ofACheck(Commit commit) {
        begin();
        Cut cut = proxy.cutNext(A_CHECK, commit);
        rooms.report(rooms.small(id, 2, 7));
        rooms.checkAfter(Rooms.INTERVAL);

        rooms.write();
        assertThat(cut.isDone()).isTrue();
        assertThat(rooms.waiting().waiting()).isEqualTo(1);
        rooms.write();
        rooms.report(rooms.small(id, 3, 10));
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.write();

        assertThat(rooms.waiting().waiting()).isZero();
        assertIntervals(5L, 2L, 3L);
    }

    @Test
    void ofACheckThatIsWrittenAgainBeforeItsCommitArrives() throws Exception {
        begin();
        Cut cut = proxy.cutNext(A_CHECK, Commit.LATE);
        rooms.report(rooms.small(id, 2, 7));
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.write();
        assertThat(cut.isDone()).isTrue();

        Thread again = new Thread(rooms::write, "writes again");
        again.start();
        await().atMost(Duration.ofSeconds(10)).until(CutAtCommitTest::somebodyWaitsForALock);
        cut.letArrive();
        again.join();
        rooms.writeAll();

        assertIntervals(5L, 2L);
    }

    private static boolean somebodyWaitsForALock() {
        return !adapters.sql()
                .queryForList(
                        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LATE")
    void ofAnEndingThatIsSentAgain(Commit commit) {
        begin();
        Cut cut = proxy.cutNext(AN_ENDING, commit);

        assertThatThrownBy(() -> rooms.report(rooms.ending(id, 2, 9))).isInstanceOf(HistoryUnavailable.class);
        assertThat(cut.isDone()).isTrue();
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.settleEndings();
        rooms.writeAll();
        assertThat(rooms.report(rooms.ending(id, 2, 9)).get(0).verdict()).isNotInstanceOf(Verdict.Rejected.class);

        assertEndedOnce();
        assertThat(rooms.report(rooms.ending(id, 2, 9)).get(0).verdict()).isInstanceOf(Verdict.Stale.class);
    }

    @Test
    void ofAnEndingWhoseOutcomeIsAskedForBeforeItsCommitArrives() throws Exception {
        begin();
        Cut cut = proxy.cutNext(AN_ENDING, Commit.LATE);
        assertThatThrownBy(() -> rooms.report(rooms.ending(id, 2, 9))).isInstanceOf(HistoryUnavailable.class);

        rooms.settleEndings();
        rooms.report(rooms.small(id, 2, 8));
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.writeAll();
        cut.letArrive();
        rooms.settleEndings();
        rooms.checkAfter(Rooms.INTERVAL);
        rooms.writeAll();

        assertThat(rooms.running())
                .extracting(task -> task.task().requestId().value())
                .doesNotContain(id);
        assertEndedOnce();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LATE")
    void ofABeginning(Commit commit) {
        Cut cut = proxy.cutNext("INSERT INTO flowgauge.task_run", commit);
        assertThatThrownBy(() -> rooms.report(rooms.whole(id, 1, 5))).isInstanceOf(HistoryUnavailable.class);
        assertThat(cut.isDone()).isTrue();

        begin();
        rooms.report(rooms.ending(id, 2, 9));

        assertEndedOnce();
    }

    private void assertEndedOnce() {
        List<Snapshot> all = rooms.snapshotsOf(id);
        assertThat(all.stream().mapToLong(Snapshot::intervalRecords).sum())
                .as("intervals of %s", all)
                .isEqualTo(9);
        assertThat(all.stream().filter(snapshot -> snapshot.state().word().equals("completed")))
                .hasSize(1);
        assertThat(rooms.known(id).task().progress().records()).isEqualTo(9);
    }
}
