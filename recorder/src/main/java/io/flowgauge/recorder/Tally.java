package io.flowgauge.recorder;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts records and their latencies for many threads, without a lock and without allocating. */
final class Tally {
    // Each thread writes to a stripe of its own (or shares one with few), 128 bytes from the next, so that they do not
    // contend for a cache line.
    // A record is written smallest and largest first, then last, sum and count; it is read the other way round, so last
    // lies
    // within them, and what is read while others write is at most a few records behind. Once the writers are done it is
    // exact.

    private static final int COUNT = 0;
    private static final int SUM = 1;
    private static final int MIN = 2;
    private static final int MAX = 3;
    private static final int LAST = 4;
    private static final int STRIDE = 16;
    private static final int STRIPES =
            Integer.highestOneBit(Math.max(1, Math.min(32, Runtime.getRuntime().availableProcessors() * 2 - 1)));

    private final AtomicLongArray cells = new AtomicLongArray((STRIPES + 1) * STRIDE);
    private final long[] seen = new long[STRIPES];
    private volatile boolean sumOverflowed;
    private long lastSeen;
    private long countRead;

    Tally() {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            cells.set(at(stripe) + MIN, Long.MAX_VALUE);
            cells.set(at(stripe) + MAX, -1);
        }
    }

    private static int at(int stripe) {
        return (stripe + 1) * STRIDE;
    }

    /** @param latencyMs negative ones, of clocks that differ, count as 0 */
    void record(long latencyMs) {
        long latency = Math.max(0, latencyMs);
        int cell = at((int) Thread.currentThread().getId() & (STRIPES - 1));
        for (long min = cells.get(cell + MIN); latency < min; min = cells.get(cell + MIN)) {
            if (cells.compareAndSet(cell + MIN, min, latency)) {
                break;
            }
        }
        for (long max = cells.get(cell + MAX); latency > max; max = cells.get(cell + MAX)) {
            if (cells.compareAndSet(cell + MAX, max, latency)) {
                break;
            }
        }
        cells.setRelease(cell + LAST, latency);
        if (cells.addAndGet(cell + SUM, latency) < 0) {
            sumOverflowed = true;
        }
        cells.getAndAdd(cell + COUNT, 1);
    }

    /** Latency so far, such that {@code min·count ≤ sum ≤ max·count} and {@code min ≤ last ≤ max}. */
    record Latency(long count, long sum, long min, long max, long last) {}

    /** How many records {@link #read()} saw last. For one reader. */
    long countRead() {
        return countRead;
    }

    /** Null when nothing was recorded, or more than can be added up. For one reader. */
    @Nullable
    Latency read() {
        long count = 0;
        long sum = 0;
        long min = Long.MAX_VALUE;
        long max = -1;
        long mostNew = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            int cell = at(stripe);
            long ofStripe = cells.get(cell + COUNT);
            count += ofStripe;
            // Each stripe's sum is 0 or more until it overflows; so is theirs together.
            sum = sum < 0 ? sum : sum + cells.get(cell + SUM);
            // Of several threads, that which recorded most since the last report tells the last latency.
            if (ofStripe - seen[stripe] > mostNew) {
                mostNew = ofStripe - seen[stripe];
                lastSeen = cells.get(cell + LAST);
            }
            seen[stripe] = ofStripe;
            min = Math.min(min, cells.get(cell + MIN));
            max = Math.max(max, cells.get(cell + MAX));
        }
        countRead = count;
        if (count == 0 || sum < 0 || sumOverflowed || times(min, count) == Long.MAX_VALUE) {
            return null;
        }
        return new Latency(count, Math.max(times(min, count), Math.min(times(max, count), sum)), min, max, lastSeen);
    }

    private static long times(long latency, long count) {
        return Math.multiplyHigh(latency, count) > 0 || latency * count < 0 ? Long.MAX_VALUE : latency * count;
    }
}
