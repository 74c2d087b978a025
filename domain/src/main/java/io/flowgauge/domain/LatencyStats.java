package io.flowgauge.domain;

import org.jspecify.annotations.Nullable;

/**
 * Latency of a task's records so far, in milliseconds. Source: the engine's report; none reported: no object, never zeros.
 *
 * @param count records whose latency was measured, 1 or more
 * @param sumMs the sum over them; within {@code min·count} and {@code max·count}
 * @param lastMs of the record processed last
 * @param buckets how they were distributed; null when the engine gives no distribution
 */
public record LatencyStats(
        long count,
        long sumMs,
        long minMs,
        long maxMs,
        long lastMs,
        @Nullable LatencyBuckets buckets) {

    /** Without a distribution. */
    public LatencyStats(long count, long sumMs, long minMs, long maxMs, long lastMs) {
        this(count, sumMs, minMs, maxMs, lastMs, null);
    }

    public LatencyStats {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "latency.count is " + count + ", must be 1 or more; with none measured leave latency out");
        }
        if (minMs < 0) {
            throw new IllegalArgumentException("latency.min is " + minMs + " ms, must be 0 or more");
        }
        if (minMs > maxMs) {
            throw new IllegalArgumentException("latency.min " + minMs + " ms is above latency.max " + maxMs + " ms");
        }
        if (lastMs < minMs || lastMs > maxMs) {
            throw new IllegalArgumentException("latency.last is " + lastMs + " ms, must be between latency.min " + minMs
                    + " ms and latency.max " + maxMs + " ms");
        }
        if (Math.multiplyHigh(minMs, count) > 0
                || minMs * count < 0
                || sumMs < minMs * count
                || aboveMost(sumMs, maxMs, count)) {
            throw new IllegalArgumentException(
                    "latency.sum is " + sumMs + " ms, must be between min·count and max·count (" + count
                            + " records of " + minMs + " to " + maxMs + " ms)");
        }
        if (buckets != null && buckets.count() != count) {
            throw new IllegalArgumentException("latency.buckets hold " + buckets.count()
                    + " records, must hold latency.count " + count + "; or leave buckets out");
        }
    }

    LatencyStats withoutBuckets() {
        return buckets == null ? this : new LatencyStats(count, sumMs, minMs, maxMs, lastMs);
    }

    private static boolean aboveMost(long sum, long max, long count) {
        boolean mostIsPast64Bits = Math.multiplyHigh(max, count) > 0 || max * count < 0;
        return !mostIsPast64Bits && sum > max * count;
    }

    /** Rounded half up. */
    public long averageMs() {
        return roundedQuotient(sumMs, count);
    }

    /** {@code sum / count}, rounded half up, for {@code sum ≥ 0} and {@code count ≥ 1}; does not overflow. */
    static long roundedQuotient(long sum, long count) {
        long quotient = sum / count;
        long remainder = sum % count;
        return remainder >= count - remainder ? quotient + 1 : quotient;
    }
}
