package io.flowgauge.recorder;

import java.util.concurrent.atomic.AtomicLongArray;

/** Latencies of one thread, or of several that hardly ever meet. */
final class Stripe {
    // A record is written to sum, smallest and largest first, then to last, then to its bucket, each write at least
    // a release; it is read the other way round, each read an acquire. So whoever finds a record in its bucket finds
    // it in the sum too, and between smallest and largest, which only move apart; so does who finds its latency as
    // the last.
    // Another thread was met when an addition does not find what was there just before. To see that costs one more
    // load. Both the sum and the bucket are watched: latencies may all be 0, or all be in different buckets.
    // 128 bytes in front keep what each record writes off the cache lines of what the heap has before it. Behind it
    // are the buckets of days, which are hardly ever written.

    private static final int SUM = 16;
    private static final int MIN = 17;
    private static final int MAX = 18;
    private static final int LAST = 19;
    private static final int BUCKETS = 20;

    private final AtomicLongArray cells = new AtomicLongArray(BUCKETS + LatencyScale.BUCKETS);
    private volatile boolean sumOverflowed;

    /** Of the reader alone. */
    private long countRead;

    Stripe() {
        cells.set(MIN, Long.MAX_VALUE);
        cells.set(MAX, -1);
    }

    /**
     * Counts one; false when another thread was met on the way.
     *
     * @param latency ms, 0 or more
     */
    boolean record(long latency) {
        long sumExpected = cells.get(SUM);
        long sum = cells.getAndAdd(SUM, latency);
        if (sum + latency < 0) {
            sumOverflowed = true;
        }
        for (long min = cells.get(MIN); latency < min; min = cells.get(MIN)) {
            if (cells.compareAndSet(MIN, min, latency)) {
                break;
            }
        }
        for (long max = cells.get(MAX); latency > max; max = cells.get(MAX)) {
            if (cells.compareAndSet(MAX, max, latency)) {
                break;
            }
        }
        cells.setRelease(LAST, latency);
        int bucket = BUCKETS + LatencyScale.bucket(latency);
        long countExpected = cells.get(bucket);
        return cells.getAndAdd(bucket, 1) == countExpected && sum == sumExpected;
    }

    long count() {
        long count = 0;
        for (int bucket = 0; bucket < LatencyScale.BUCKETS; bucket++) {
            count += cells.get(BUCKETS + bucket);
        }
        return count;
    }

    /** Adds each bucket's count to that in {@code counts}, and tells how many are new since it last did. For one reader. */
    long addCounts(long[] counts) {
        long before = countRead;
        countRead = 0;
        for (int bucket = 0; bucket < LatencyScale.BUCKETS; bucket++) {
            long count = cells.get(BUCKETS + bucket);
            counts[bucket] += count;
            countRead += count;
        }
        return countRead - before;
    }

    /** Negative when it is more than a long can hold. */
    long sum() {
        long sum = cells.get(SUM);
        return sumOverflowed ? -1 : sum;
    }

    /** Above {@link #max()} while there is none. */
    long min() {
        return cells.get(MIN);
    }

    long max() {
        return cells.get(MAX);
    }

    long last() {
        return cells.get(LAST);
    }
}
