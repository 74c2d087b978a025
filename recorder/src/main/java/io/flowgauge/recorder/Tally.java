package io.flowgauge.recorder;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts records and their latencies for many threads, without a lock. It allocates at the first record, and for a thread that first
 * meets another, but no more for each record.
 */
final class Tally {
    // All threads write to one common stripe. One that meets another there is given a stripe of its own, since two
    // that write to the same cache line wait for each other; threads whose numbers are 32 apart share it. So a task
    // has the memory of one stripe, unless threads are really busy with it at the same time.
    // The count is the sum of the buckets: not one more thing to write, and the two can never differ.
    // The reader takes the buckets of all stripes first, a last latency after those of its stripe, then sums,
    // smallest and largest. What it counted is then in the sum and between smallest and largest (see Stripe). The
    // sum may have records that are not counted yet, and is brought within what the count allows. Once the writers
    // are done, all is exact.

    private static final int OWN_STRIPES = 32;
    private static final int COMMON = OWN_STRIPES;

    private final AtomicReferenceArray<@Nullable Stripe> stripes = new AtomicReferenceArray<>(OWN_STRIPES + 1);

    // Of the reader alone.
    private LatencyCounts counts = LatencyCounts.NONE;
    private long last;

    /** @param latencyMs negative ones, of clocks that differ, count as 0 */
    void record(long latencyMs) {
        int own = (int) Thread.currentThread().getId() & (OWN_STRIPES - 1);
        Stripe ofThread = stripes.get(own);
        Stripe stripe = ofThread == null ? common() : ofThread;
        boolean alone = stripe.record(Math.max(0, latencyMs));
        if (!alone && ofThread == null) {
            stripes.compareAndSet(own, null, new Stripe());
        }
    }

    private Stripe common() {
        Stripe common = stripes.get(COMMON);
        if (common != null) {
            return common;
        }
        Stripe made = new Stripe();
        Stripe before = stripes.compareAndExchange(COMMON, null, made);
        return before == null ? made : before;
    }

    /**
     * Latency so far, such that {@code min·count ≤ sum ≤ max·count} and {@code min ≤ last ≤ max}; {@code counts} are {@code count}
     * together, in buckets from that of {@code min} to that of {@code max}.
     */
    record Latency(long count, long sum, long min, long max, long last, LatencyCounts counts) {}

    /** How many records {@link #read()} saw last. For one reader. */
    long countRead() {
        return counts.total();
    }

    /** Null when nothing was recorded, or more than can be added up. For one reader. */
    @Nullable
    Latency read() {
        readCounts();
        long sum = 0;
        long min = Long.MAX_VALUE;
        long max = -1;
        for (int at = 0; at <= COMMON; at++) {
            Stripe stripe = stripes.get(at);
            if (stripe != null) {
                long ofStripe = stripe.sum();
                // Two that are 0 or more together are negative when they are more than a long can hold.
                sum = sum < 0 || ofStripe < 0 ? -1 : sum + ofStripe;
                min = Math.min(min, stripe.min());
                max = Math.max(max, stripe.max());
            }
        }
        long count = counts.total();
        if (count == 0 || sum < 0 || times(min, count) == Long.MAX_VALUE) {
            return null;
        }
        long possible = Math.max(times(min, count), Math.min(times(max, count), sum));
        return new Latency(count, possible, min, max, last, counts);
    }

    private void readCounts() {
        if (countNow() == counts.total()) {
            // Counts only grow: if they are as many as before, each is what it was.
            return;
        }
        long[] now = new long[LatencyScale.BUCKETS];
        long mostNew = 0;
        for (int at = 0; at <= COMMON; at++) {
            Stripe stripe = stripes.get(at);
            long ofStripe = stripe == null ? 0 : stripe.addCounts(now);
            // Of several threads, that which recorded most since the last report tells the last latency.
            if (stripe != null && ofStripe > mostNew) {
                mostNew = ofStripe;
                last = stripe.last();
            }
        }
        counts = new LatencyCounts(now);
    }

    private long countNow() {
        long count = 0;
        for (int at = 0; at <= COMMON; at++) {
            Stripe stripe = stripes.get(at);
            count += stripe == null ? 0 : stripe.count();
        }
        return count;
    }

    private static long times(long latency, long count) {
        return Math.multiplyHigh(latency, count) > 0 || latency * count < 0 ? Long.MAX_VALUE : latency * count;
    }
}
