package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Snapshots} keeps. */
public abstract class SnapshotsContract {
    protected abstract Snapshots snapshots();

    /** All snapshots of a task, in the order of their moments. */
    protected abstract List<Snapshot> stored(TaskId task);

    private static Snapshot at(long task, Instant moment, long interval) {
        LatencyStats latency = new LatencyStats(3, 9, 1, 5, 4);
        return new Snapshot(
                PortFixture.TENANT,
                new TaskId(task),
                moment,
                TaskState.RUNNING,
                8,
                new Progress(100, null, 1L, 2L, TEN, latency, null),
                interval,
                new IntervalLatency(3, 9, null, null));
    }

    @Test
    void whatIsAppendedIsThereAsItWas() {
        Snapshot first = at(1, TEN, 60);
        Snapshot second = at(1, TEN.plusSeconds(10), -20);

        snapshots().append(List.of(first));
        snapshots().append(List.of(second));

        assertThat(stored(new TaskId(1))).containsExactly(first, second);
    }

    @Test
    void missingDaysAreMadeAtOnceAlsoFarOnesAndSeveralInABatch() {
        Snapshot old = at(2, Instant.parse("1999-12-31T23:59:59.999Z"), 1);
        Snapshot next = at(2, Instant.parse("2000-01-01T00:00:00Z"), 2);

        snapshots().append(List.of(next, old));

        assertThat(stored(new TaskId(2))).containsExactly(old, next);
    }

    @Test
    void whatMayBeThereIsNotDoubled() {
        Snapshot there = at(3, TEN, 1);
        Snapshot missing = at(3, TEN.plusSeconds(10), 2);
        snapshots().append(List.of(there));

        snapshots().appendMissing(List.of(there, missing));
        snapshots().appendMissing(List.of(there, missing));

        assertThat(stored(new TaskId(3))).containsExactly(there, missing);
    }

    @Test
    void millisecondsPast31BitsAreClamped() {
        long months = 10_000_000_000L;
        Snapshot snapshot = new Snapshot(
                PortFixture.TENANT,
                new TaskId(4),
                TEN,
                TaskState.RUNNING,
                8,
                new Progress(1, null, null, null, null, new LatencyStats(1, months, months, months, months), null),
                Long.MAX_VALUE,
                new IntervalLatency(1, months, null, null));

        snapshots().append(List.of(snapshot));

        Snapshot stored = stored(new TaskId(4)).get(0);
        assertThat(stored.progress().latency().maxMs()).isEqualTo(Integer.MAX_VALUE);
        assertThat(stored.intervalLatency().averageMs()).isEqualTo(Integer.MAX_VALUE);
        assertThat(stored.intervalRecords()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theDistributionOfAnIntervalIsThereAsItWas() {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        counts[0] = 1;
        counts[17] = 5_000_000_000L;
        counts[LatencyScale.HIGHEST] = 3;
        LatencyBuckets buckets = LatencyBuckets.of(counts);
        long count = 1_000_000;
        Snapshot snapshot = new Snapshot(
                PortFixture.TENANT,
                new TaskId(7),
                TEN,
                new TaskState.Ended(Outcome.FAILED, TEN, null),
                8,
                new Progress(count, null, null, null, null, new LatencyStats(count, 17, 0, 16, 16), null),
                count,
                new IntervalLatency(count, 0, buckets, buckets.spread(0, 16)));

        snapshots().append(List.of(snapshot));

        assertThat(stored(new TaskId(7))).containsExactly(snapshot);
    }
}
