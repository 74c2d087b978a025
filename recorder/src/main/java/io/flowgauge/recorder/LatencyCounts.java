package io.flowgauge.recorder;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How many latencies lay in each bucket of {@link LatencyScale}, as a report tells it: ascending, without empty ones. */
final class LatencyCounts {
    static final LatencyCounts NONE = new LatencyCounts(new long[LatencyScale.BUCKETS]);

    private final int[] buckets;
    private final long[] counts;
    private final long total;

    /** @param ofAll one count a bucket of the scale */
    LatencyCounts(long[] ofAll) {
        int used = 0;
        for (long count : ofAll) {
            used += count == 0 ? 0 : 1;
        }
        buckets = new int[used];
        counts = new long[used];
        int at = 0;
        long sum = 0;
        for (int bucket = 0; bucket < ofAll.length; bucket++) {
            if (ofAll[bucket] != 0) {
                buckets[at] = bucket;
                counts[at] = ofAll[bucket];
                sum += ofAll[bucket];
                at++;
            }
        }
        total = sum;
    }

    /** How many buckets are not empty; the others are asked for by 0 up to this. */
    int size() {
        return buckets.length;
    }

    int bucket(int at) {
        return buckets[at];
    }

    long count(int at) {
        return counts[at];
    }

    /** Of all buckets together. */
    long total() {
        return total;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LatencyCounts that
                && Arrays.equals(buckets, that.buckets)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
    }
}
