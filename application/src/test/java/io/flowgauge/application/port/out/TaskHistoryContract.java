package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.flowgauge.application.port.out.HistoryParts.Drop;
import io.flowgauge.application.port.out.HistoryParts.Part;
import io.flowgauge.application.port.out.TaskHistory.Reach;
import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link TaskHistory}, with the {@link Rollups} and {@link HistoryParts} beside it, keeps. Each test has a history of its own. */
public abstract class TaskHistoryContract {
    protected abstract TaskHistory history();

    protected abstract Snapshots snapshots();

    protected abstract Rollups rollups();

    protected abstract HistoryParts parts();

    private static Snapshot check(TenantId tenant, long task, Instant at) {
        return new Snapshot(
                tenant,
                new TaskId(task),
                at,
                TaskState.RUNNING,
                8,
                new Progress(100, null, 1L, 2L, TEN, new LatencyStats(3, 9, 1, 5, 4), null),
                7,
                new IntervalLatency(3, 9, null, null));
    }

    private void rollUp(Instant until) {
        rollups().close(until);
        boolean more = true;
        while (more) {
            boolean moreMinutes = rollups().makeMinutes();
            more = rollups().makeHours() || moreMinutes;
        }
    }

    private List<Snapshot> checks(long task, Instant after, Instant until) {
        List<Snapshot> rows = new ArrayList<>();
        history().checks(TENANT, new TaskId(task), after, until, rows::add);
        return rows;
    }

    @Test
    void checksAreThoseOfTheTaskInTheSpanWithoutItsBeginningAndWithItsEndAlsoOverDays() {
        Instant midnight = Instant.parse("2026-11-24T00:00:00Z");
        Snapshot before = check(TENANT, 1, midnight.minusSeconds(20));
        Snapshot evening = check(TENANT, 1, midnight.minusSeconds(10));
        Snapshot morning = check(TENANT, 1, midnight);
        Snapshot later = check(TENANT, 1, midnight.plusSeconds(10));
        snapshots()
                .append(List.of(
                        later,
                        morning,
                        evening,
                        before,
                        check(TENANT, 2, midnight),
                        check(new TenantId(2), 1, midnight.plusSeconds(1))));

        assertThat(checks(1, midnight.minusSeconds(20), midnight)).containsExactly(evening, morning);
        assertThat(checks(1, midnight.minusMillis(9_999), midnight.plusMillis(9_999)))
                .containsExactly(morning);
        assertThat(checks(1, midnight.plusSeconds(10), midnight.plusSeconds(60)))
                .isEmpty();
        assertThat(checks(3, Instant.EPOCH, midnight.plusSeconds(60))).isEmpty();
    }

    @Test
    void theNewestCheckIsTheTasksLastAfterAMomentAlsoOverDays() {
        Instant midnight = Instant.parse("2026-11-24T00:00:00Z");
        Snapshot evening = check(TENANT, 1, midnight.minusSeconds(10));
        snapshots()
                .append(List.of(
                        check(TENANT, 1, midnight.minusSeconds(20)),
                        evening,
                        check(TENANT, 2, midnight.plusSeconds(10)),
                        check(new TenantId(2), 1, midnight.plusSeconds(1))));

        Instant day = midnight.minusSeconds(3_600);
        assertThat(history().newest(TENANT, new TaskId(1), day, midnight)).contains(evening);
        assertThat(history().newest(TENANT, new TaskId(1), day, evening.checkedAt()))
                .contains(evening);
        assertThat(history().newest(TENANT, new TaskId(1), day, midnight.minusSeconds(11)))
                .map(Snapshot::checkedAt)
                .contains(midnight.minusSeconds(20));
        assertThat(history().newest(TENANT, new TaskId(1), midnight.minusSeconds(10), midnight))
                .isEmpty();
        assertThat(history().newest(TENANT, new TaskId(3), Instant.EPOCH, midnight))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rollupsAreThoseOfTheTaskThatBeginInTheSpanWithItsBeginningAndWithoutItsEnd(RollupStep step) {
        Duration length = step.length();
        List<Snapshot> checks = new ArrayList<>();
        for (int at = 0; at < 3; at++) {
            Instant within = TEN.plus(length.multipliedBy(at)).plusSeconds(10);
            checks.add(check(TENANT, 1, within));
            checks.add(check(TENANT, 2, within));
            checks.add(check(new TenantId(2), 3, within));
        }
        snapshots().append(checks);
        rollUp(TEN.plus(Duration.ofHours(5)));

        assertThat(rollups(step, TENANT, 1, TEN, TEN.plus(length.multipliedBy(2))))
                .extracting(Rollup::startsAt, Rollup::task, Rollup::records)
                .containsExactly(tuple(TEN, new TaskId(1), 7L), tuple(TEN.plus(length), new TaskId(1), 7L));
        assertThat(rollups(step, TENANT, 1, TEN.plusMillis(1), TEN.plus(length)))
                .isEmpty();
        assertThat(rollups(step, TENANT, 3, TEN, TEN.plus(length))).isEmpty();
        assertThat(rollups(step, new TenantId(2), 3, TEN, TEN.plus(length))).hasSize(1);
    }

    private List<Rollup> rollups(RollupStep step, TenantId tenant, long task, Instant from, Instant to) {
        List<Rollup> rows = new ArrayList<>();
        history().rollups(step, tenant, new TaskId(task), from, to, rows::add);
        return rows;
    }

    @Test
    void itReachesAsFarAsRowsAreRolledUpAndNotDropped() {
        assertThat(history().reach()).isEqualTo(new Reach(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH));

        Instant old = Instant.parse("2020-03-02T00:00:10Z");
        snapshots().append(List.of(check(TENANT, 1, old)));
        parts().make(old, old);
        rollUp(TEN.plus(Duration.ofMinutes(90)));
        for (Part part : parts().all()) {
            if (part.until().isBefore(TEN)) {
                assertThat(parts().drop(part, Duration.ofDays(1))).isEqualTo(Drop.DROPPED);
            }
        }

        assertThat(history().reach())
                .isEqualTo(new Reach(
                        Instant.parse("2020-03-03T00:00:00Z"),
                        Instant.parse("2020-03-09T00:00:00Z"),
                        TEN.plus(Duration.ofMinutes(90)),
                        TEN.plus(Duration.ofHours(1))));
    }
}
