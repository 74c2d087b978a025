package io.flowgauge.recorder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Latencies of one thread, or of several that hardly ever meet. */
final class Stripe {
    // A record is written to smallest and largest first, then to last, then to the sum, then to its bucket, each write
    // at least a release; buckets are read before all else, and last before smallest and largest, each read an
    // acquire. So a record that is found in its bucket is also in the sum and between smallest and largest, which
    // only move apart; and so is a latency that is found as the last.
    // The sum is of latencies and records, so that each record changes it: one that does not find it as it was just
    // before has met another thread. To see that costs one more load. The records are taken off again for the reader.
    // What is only read comes before the two additions, as processors let no load overtake those. Cells of an array
    // rather than an AtomicLongArray spare one more load in each.
    // 128 bytes in front keep what each record writes off the cache lines of what the heap has before it. Behind it
    // are the buckets of days, which are hardly ever written.

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SUM = 16;
    private static final int MIN = 17;
    private static final int MAX = 18;
    private static final int LAST = 19;
    private static final int BUCKETS = 20;

    private final long[] cells = new long[BUCKETS + LatencyScale.BUCKETS];
    private volatile boolean sumOverflowed;

    /** Of the reader alone. */
    private long countRead;

    Stripe() {
        cells[MIN] = Long.MAX_VALUE;
        cells[MAX] = -1;
    }

    /**
     * Counts one; false when another thread was met on the way.
     *
     * @param latency ms, 0 or more
     */
    boolean record(long latency) {
        int bucket = BUCKETS + LatencyScale.bucket(latency);
        for (long min = cell(MIN); latency < min; min = cell(MIN)) {
            if (CELL.compareAndSet(cells, MIN, min, latency)) {
                break;
            }
        }
        for (long max = cell(MAX); latency > max; max = cell(MAX)) {
            if (CELL.compareAndSet(cells, MAX, max, latency)) {
                break;
            }
        }
        CELL.setRelease(cells, LAST, latency);
        long expected = cell(SUM);
        long sum = (long) CELL.getAndAdd(cells, SUM, latency + 1);
        if (sum + latency + 1 < 0) {
            sumOverflowed = true;
        }
        CELL.getAndAdd(cells, bucket, 1L);
        return sum == expected;
    }

    private long cell(int at) {
        return (long) CELL.getAcquire(cells, at);
    }

    long count() {
        long count = 0;
        for (int bucket = 0; bucket < LatencyScale.BUCKETS; bucket++) {
            count += cell(BUCKETS + bucket);
        }
        return count;
    }

    /** Adds each bucket's count to that in {@code counts}, and tells how many are new since it last did. For one reader. */
    long addCounts(long[] counts) {
        long before = countRead;
        countRead = 0;
        for (int bucket = 0; bucket < LatencyScale.BUCKETS; bucket++) {
            long count = cell(BUCKETS + bucket);
            counts[bucket] += count;
            countRead += count;
        }
        return countRead - before;
    }

    /** Of the latencies last counted, and of some under way; negative when it is more than a long can hold. For one reader. */
    long sum() {
        long sum = cell(SUM);
        return sumOverflowed ? -1 : sum - countRead;
    }

    /** Above {@link #max()} while there is none. */
    long min() {
        return cell(MIN);
    }

    long max() {
        return cell(MAX);
    }

    long last() {
        return cell(LAST);
    }
}
