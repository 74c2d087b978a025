package io.flowgauge.domain;

import org.jspecify.annotations.Nullable;

/**
 * Latency of the records that a task processed in an interval.
 *
 * @param count records whose latency was measured in it, 1 or more
 * @param sumMs over them
 * @param buckets their distribution; null when the engine gives none, and in the first interval after a restart of the service
 * @param spread what follows from {@code buckets}; null without them
 */
public record IntervalLatency(
        long count,
        long sumMs,
        @Nullable LatencyBuckets buckets,
        @Nullable LatencySpread spread) {

    public IntervalLatency {
        if (count < 1 || sumMs < 0) {
            throw new IllegalArgumentException("latency of " + count + " records with a sum of " + sumMs
                    + " ms; must be 1 or more, and 0 ms or more");
        }
    }

    /** Rounded half up. */
    public long averageMs() {
        return LatencyStats.roundedQuotient(sumMs, count);
    }

    /**
     * Of the records of both, spread anew; of those that have a distribution.
     *
     * @param leastMs no latency of the task was below
     * @param mostMs no latency of the task was above
     */
    IntervalLatency plus(IntervalLatency other, long leastMs, long mostMs) {
        LatencyBuckets all = buckets == null ? other.buckets : buckets;
        if (buckets != null && other.buckets != null) {
            all = buckets.plus(other.buckets);
        }
        return new IntervalLatency(
                added(count, other.count),
                added(sumMs, other.sumMs),
                all,
                all == null ? null : all.spread(leastMs, mostMs));
    }

    /** A sum past 2⁶³−1 stays there. */
    static long added(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
