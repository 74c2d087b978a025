package io.flowgauge.domain;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The totals of a task at its last check.
 *
 * @param at the check's moment; null while there was none
 * @param latency without a distribution where the check was another service's, before a restart
 * @param spread of the latencies in the interval that ended at the check; null when the engine gives no distribution or there were none
 */
public record Checkpoint(
        @Nullable Instant at,
        long records,
        @Nullable LatencyStats latency,
        @Nullable LatencySpread spread) {

    /** Before the first check. */
    public static final Checkpoint NONE = new Checkpoint(null, 0, null, null);

    /** Records since then, as people see them: at least 0. */
    public long recordsSince(long now) {
        return Math.max(0, now - records);
    }

    /** Whether a task with this progress moved nothing since then. */
    public boolean has(Progress progress) {
        return records == progress.records() && Objects.equals(latency, progress.latency());
    }

    /** Latency of what was measured since then; null when nothing was, or the engine went back. */
    @Nullable
    IntervalLatency latencySince(@Nullable LatencyStats now) {
        if (now == null) {
            return null;
        }
        long count = latency == null ? now.count() : now.count() - latency.count();
        long sum = latency == null ? now.sumMs() : now.sumMs() - latency.sumMs();
        if (count < 1 || sum < 0) {
            return null;
        }
        LatencyBuckets buckets = bucketsSince(now);
        return new IntervalLatency(
                count, sum, buckets, buckets == null ? null : buckets.spread(now.minMs(), now.maxMs()));
    }

    private @Nullable LatencyBuckets bucketsSince(LatencyStats now) {
        LatencyBuckets after = now.buckets();
        if (after == null || latency == null) {
            return after;
        }
        LatencyBuckets before = latency.buckets();
        return before == null ? null : after.since(before);
    }

    /** Whether a snapshot at {@code moment} would come after this one; a clock that was set back makes none. */
    public boolean isBefore(Instant moment) {
        return at == null || at.isBefore(moment);
    }

    /** For a snapshot that cannot wait until a clock that was set back has passed this one: {@code moment}, else a millisecond after this. */
    public Instant nextMoment(Instant moment) {
        return at == null || at.isBefore(moment) ? moment : at.plusMillis(1);
    }
}
