package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.TaskHistory.Gap;
import io.flowgauge.application.port.out.TaskHistory.RolledUp;
import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
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

/** What every {@link TaskHistory} keeps. */
public abstract class TaskHistoryContract {
    protected abstract TaskHistory history();

    protected abstract Snapshots snapshots();

    protected abstract void given(RollupStep step, List<Rollup> rollups);

    protected abstract void given(RolledUp rolledUp);

    protected abstract void given(Gap gap);

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

    private static Rollup rollup(TenantId tenant, long task, Instant at) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        counts[10] = 3;
        LatencyBuckets buckets = LatencyBuckets.of(counts);
        return new Rollup(
                tenant,
                new TaskId(task),
                at,
                6,
                -5,
                100,
                null,
                2L,
                new IntervalLatency(3, 18, buckets, buckets.spread(0, 100)),
                TaskState.Kind.CANCELLED);
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
                        check(new TenantId(77), 1, midnight.plusSeconds(1))));

        assertThat(checks(1, midnight.minusSeconds(20), midnight)).containsExactly(evening, morning);
        assertThat(checks(1, midnight.minusMillis(9_999), midnight.plusMillis(9_999)))
                .containsExactly(morning);
        assertThat(checks(1, midnight.plusSeconds(10), midnight.plusSeconds(60)))
                .isEmpty();
        assertThat(checks(3, Instant.EPOCH, midnight.plusSeconds(60))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rollupsAreThoseOfTheTaskThatBeginInTheSpanWithItsBeginningAndWithoutItsEnd(RollupStep step) {
        Duration length = step.length();
        Rollup first = rollup(TENANT, 1, TEN);
        Rollup second = rollup(TENANT, 1, TEN.plus(length));
        Rollup third = rollup(TENANT, 1, TEN.plus(length.multipliedBy(2)));
        given(step, List.of(first, rollup(TENANT, 2, TEN), second, third, rollup(new TenantId(77), 1, TEN)));

        List<Rollup> rows = new ArrayList<>();
        history().rollups(step, TENANT, new TaskId(1), TEN, third.startsAt(), rows::add);

        assertThat(rows).containsExactly(first, second);
    }

    @Test
    void rollupsAreAsFarAsTheyAreAndWithNoneYetAtTheBeginningOfTime() {
        assertThat(history().rolledUp()).isEqualTo(new RolledUp(Instant.EPOCH, Instant.EPOCH));

        RolledUp now = new RolledUp(TEN.plusSeconds(60), TEN);
        given(now);

        assertThat(history().rolledUp()).isEqualTo(now);
    }

    @Test
    void gapsAreThoseThatTouchTheSpan() {
        Gap first = new Gap(TEN, TEN.plusSeconds(60), "service down");
        Gap second = new Gap(TEN.plusSeconds(30), TEN.plusSeconds(90), "backlog full");
        given(second);
        given(first);

        assertThat(history().gaps(TEN.plusSeconds(59), TEN.plusSeconds(100))).containsExactly(first, second);
        assertThat(history().gaps(TEN.plusSeconds(60), TEN.plusSeconds(100))).containsExactly(second);
        assertThat(history().gaps(TEN.minusSeconds(60), TEN)).isEmpty();
    }
}
