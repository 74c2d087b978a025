package io.flowgauge.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Adds up a task's checks, or shorter rollups, to a longer one. They are added in the order of time; for one thread. */
public final class RollupSum {
    private final TenantId tenant;
    private final TaskId task;
    private int checks;
    private long records;
    private long recordsSoFar;
    private @Nullable Long failedSoFar;
    private @Nullable Long bytesSoFar;
    private TaskState.Kind state = TaskState.Kind.RUNNING;

    private long latencyCount;
    private long latencySumMs;
    private long @Nullable [] buckets;
    private long leastMs = Long.MAX_VALUE;
    private long mostMs;

    public RollupSum(TenantId tenant, TaskId task) {
        this.tenant = tenant;
        this.task = task;
    }

    public void add(Snapshot snapshot) {
        checks++;
        records += snapshot.intervalRecords();
        recordsSoFar = snapshot.progress().records();
        failedSoFar = snapshot.progress().recordsFailed();
        bytesSoFar = snapshot.progress().bytes();
        state = snapshot.state().kind();
        add(snapshot.intervalLatency());
    }

    public void add(Rollup rollup) {
        checks += rollup.checks();
        records += rollup.records();
        recordsSoFar = rollup.recordsSoFar();
        failedSoFar = rollup.failedSoFar();
        bytesSoFar = rollup.bytesSoFar();
        state = rollup.state();
        add(rollup.latency());
    }

    private void add(@Nullable IntervalLatency latency) {
        if (latency == null) {
            return;
        }
        latencyCount = IntervalLatency.added(latencyCount, latency.count());
        latencySumMs = IntervalLatency.added(latencySumMs, latency.sumMs());
        LatencySpread spread = latency.spread();
        if (latency.buckets() != null && spread != null) {
            long[] counts = buckets == null ? new long[LatencyScale.HIGHEST + 1] : buckets;
            latency.buckets().addTo(counts);
            buckets = counts;
            leastMs = Math.min(leastMs, spread.minMs());
            mostMs = Math.max(mostMs, spread.maxMs());
        }
    }

    /** What was added so far, as a rollup that begins at {@code startsAt}; something was. */
    public Rollup from(Instant startsAt) {
        return new Rollup(
                tenant, task, startsAt, checks, records, recordsSoFar, failedSoFar, bytesSoFar, latency(), state);
    }

    private @Nullable IntervalLatency latency() {
        if (latencyCount == 0) {
            return null;
        }
        LatencyBuckets all = buckets == null ? null : LatencyBuckets.of(buckets);
        return new IntervalLatency(latencyCount, latencySumMs, all, all == null ? null : all.spread(leastMs, mostMs));
    }
}
