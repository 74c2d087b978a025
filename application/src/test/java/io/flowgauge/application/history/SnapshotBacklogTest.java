package io.flowgauge.application.history;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.flowgauge.application.history.SnapshotBacklog.Ticket;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks that wait for a history that is away. */
class SnapshotBacklogTest {
    private final SnapshotBacklog backlog = new SnapshotBacklog(5, Duration.ZERO);

    /** Each task's snapshot at a check, with the records since the check before. */
    private static List<Snapshot> check(int number, long records, long... tasks) {
        return LongStream.of(tasks)
                .mapToObj(task -> new Snapshot(
                        TENANT,
                        new TaskId(task),
                        at(number),
                        TaskState.RUNNING,
                        number,
                        Progress.ofRecords(number * records),
                        records,
                        null))
                .toList();
    }

    private static Instant at(int number) {
        return TEN.plusSeconds(10L * number);
    }

    private static HistoryGap gap(int from, int to) {
        return new HistoryGap(at(from), at(to), HistoryGap.Reason.BACKLOG_FULL);
    }

    private Ticket offer(List<Snapshot> snapshots) {
        Ticket ticket = backlog.ticket();
        backlog.offer(ticket, snapshots);
        return ticket;
    }

    private List<Snapshot> write() throws InterruptedException {
        Batch head = backlog.head(Duration.ZERO);
        backlog.settle();
        return head == null ? List.of() : head.snapshots();
    }

    @Test
    void withinTheBoundChecksAreWrittenAsTheyCame() throws InterruptedException {
        offer(check(1, 5, 1, 2));
        offer(check(2, 7, 1, 2));

        assertThat(write()).isEqualTo(check(1, 5, 1, 2));
        assertThat(write()).isEqualTo(check(2, 7, 1, 2));
        assertThat(backlog.size().merged()).isZero();
        assertThat(backlog.isSettled()).isTrue();
    }

    @Test
    void pastItTheTwoOldestBecomeOneThatCoversBoth() throws InterruptedException {
        offer(check(1, 5, 1, 2));
        offer(check(2, 7, 2, 3));
        offer(check(3, 9, 1, 2));

        assertThat(backlog.size()).isEqualTo(new SnapshotBacklog.Size(5, 2, 5, 1));
        assertThat(write())
                .extracting(Snapshot::task, Snapshot::checkedAt, Snapshot::intervalRecords)
                .containsExactlyInAnyOrder(
                        tuple(new TaskId(1), at(1), 5L),
                        tuple(new TaskId(2), at(2), 12L),
                        tuple(new TaskId(3), at(2), 7L));
        assertThat(write()).isEqualTo(check(3, 9, 1, 2));
    }

    @Test
    void howeverManyComeNoMoreWaitThanTheBoundAndOneOfEachTask() throws InterruptedException {
        for (int number = 1; number <= 1_000; number++) {
            offer(check(number, 1, 1, 2, 3));
            assertThat(backlog.size().waiting()).isLessThanOrEqualTo(5 + 3);
        }

        assertThat(write()).extracting(Snapshot::intervalRecords).containsOnly(1_000L);
    }

    @Test
    void whatTheWriterHasIsNeverMergedSinceItMayBeInTheHistory() throws InterruptedException {
        List<Snapshot> first = check(1, 5, 1, 2);
        offer(first);
        assertThat(backlog.head(Duration.ZERO).snapshots()).isEqualTo(first);

        for (int number = 2; number <= 10; number++) {
            offer(check(number, 5, 1, 2));
        }

        assertThat(write()).isEqualTo(first);
        assertThat(write()).extracting(Snapshot::checkedAt).containsOnly(at(10));
        assertThat(write()).isEmpty();
    }

    @Test
    void whatIsMissingIsAGapFromTheCheckBeforeToTheNextOneThatIsKept() throws InterruptedException {
        offer(check(1, 5, 1, 2));
        assertThat(backlog.head(Duration.ZERO).gaps()).isEmpty();
        offer(check(2, 5, 1, 2));
        offer(check(3, 5, 1, 2));
        offer(check(4, 5, 1, 2));

        write();
        Batch merged = backlog.head(Duration.ZERO);

        assertThat(merged.snapshots()).extracting(Snapshot::checkedAt).containsOnly(at(4));
        assertThat(merged.gaps()).containsExactly(gap(1, 4));
    }

    @Test
    void whereNoCheckCameBeforeTheGapStartsWithTheFirstOneThatIsMissing() throws InterruptedException {
        offer(check(1, 5, 1, 2, 3));
        offer(check(2, 5, 1, 2, 3));

        assertThat(backlog.head(Duration.ZERO).gaps()).containsExactly(gap(1, 2));
    }

    @Test
    void batchesThatHaveNoTaskInCommonAreMergedWithoutAGap() throws InterruptedException {
        offer(check(1, 5, 1, 2, 3));
        offer(check(2, 5, 4, 5, 6));

        Batch merged = backlog.head(Duration.ZERO);

        assertThat(merged.snapshots()).hasSize(6);
        assertThat(merged.gaps()).isEmpty();
    }

    @Test
    void gapsGoWithTheChecksThatEndThem() throws InterruptedException {
        HistoryGap down = new HistoryGap(at(-9), at(1), HistoryGap.Reason.SERVICE_DOWN);
        backlog.offer(backlog.ticket(), check(1, 5, 1, 2, 3), Optional.of(down));
        offer(check(2, 5, 1, 2, 3));
        offer(List.of());

        assertThat(backlog.head(Duration.ZERO).gaps()).containsExactly(down, gap(1, 2));
    }

    @Test
    void anEndingWaitsForTheBatchThatItsTasksLastCheckWasMergedInto() throws InterruptedException {
        Ticket first = offer(check(1, 5, 1, 2, 3));
        Ticket second = offer(check(2, 5, 1, 2));
        Ticket third = offer(check(3, 5, 1, 2));
        Ticket none = offer(List.of());

        assertThatCode(() -> backlog.awaitWritten(none)).doesNotThrowAnyException();
        for (Ticket ticket : List.of(first, second, third)) {
            assertThatThrownBy(() -> backlog.awaitWritten(ticket))
                    .isInstanceOf(HistoryUnavailable.class)
                    .hasMessageContaining("is not written yet, 5 snapshots wait");
        }
        write();
        assertThatCode(() -> backlog.awaitWritten(first)).doesNotThrowAnyException();
        assertThatCode(() -> backlog.awaitWritten(second)).doesNotThrowAnyException();
        assertThatThrownBy(() -> backlog.awaitWritten(third)).isInstanceOf(HistoryUnavailable.class);
        write();
        assertThatCode(() -> backlog.awaitWritten(third)).doesNotThrowAnyException();
    }

    @Test
    void aCheckThatIsBeingMadeIsNotSettled() {
        Ticket ticket = backlog.ticket();
        assertThat(backlog.isSettled()).isFalse();

        backlog.offer(ticket, List.of());

        assertThat(backlog.isSettled()).isTrue();
    }

    @Test
    @Timeout(60)
    void whoeverPutsInAtOnceWhileItIsWrittenNothingIsMissingAndEachTaskIsInOrder() throws Exception {
        int writers = 4;
        int checks = 3_000;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        List<Future<?>> offering = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            long[] tasks = {writer * 3L + 1, writer * 3L + 2, writer * 3L + 3};
            offering.add(pool.submit(() -> {
                for (int number = 1; number <= checks; number++) {
                    offer(check(number, 1, Arrays.copyOf(tasks, 1 + number % 3)));
                }
            }));
        }
        Map<TaskId, Long> records = new HashMap<>();
        Map<TaskId, Instant> last = new HashMap<>();
        while (!offering.stream().allMatch(Future::isDone) || !backlog.isSettled()) {
            for (Snapshot snapshot : write()) {
                records.merge(snapshot.task(), snapshot.intervalRecords(), Long::sum);
                Instant before = last.put(snapshot.task(), snapshot.checkedAt());
                assertThat(before == null || before.isBefore(snapshot.checkedAt()))
                        .isTrue();
            }
        }
        for (Future<?> done : offering) {
            done.get();
        }
        pool.shutdown();

        for (int writer = 0; writer < writers; writer++) {
            assertThat(records)
                    .containsEntry(new TaskId(writer * 3L + 1), (long) checks)
                    .containsEntry(new TaskId(writer * 3L + 2), checks * 2L / 3)
                    .containsEntry(new TaskId(writer * 3L + 3), checks / 3L);
        }
        assertThat(backlog.size().merged()).isPositive();
    }
}
