package io.flowgauge.domain;

/**
 * The fixed logarithmic scale that distributions of latency are counted on: bucket 0 holds 0 ms, bucket {@code i} the latencies above
 * 1.22^(i−2) and up to 1.22^(i−1) ms, the highest one also all above. A bucket's value is at most 9.91 % from any latency in it, before
 * it is rounded to a whole millisecond. Source: DDSketch (Masson, Rim, Lee; VLDB 2019), with γ = 1.22.
 */
public final class LatencyScale {
    /** γ, the ratio of a bucket's bounds. */
    public static final double BASE = 1.22;

    /** Takes everything above 1.22^108 ms, some 24.6 days, which is also about what the history's columns hold. */
    public static final int HIGHEST = 110;

    private static final long[] UPPER = new long[HIGHEST + 1];
    private static final long[] VALUE = new long[HIGHEST + 1];

    static {
        for (int index = 1; index <= HIGHEST; index++) {
            double upper = Math.pow(BASE, index - 1);
            // Whole, since latencies are; no power of 1.22 but 1 is a whole number, so nothing lies on a bound.
            UPPER[index] = index == HIGHEST ? Long.MAX_VALUE : (long) Math.floor(upper);
            VALUE[index] = Math.max(1, Math.round(2 * upper / (1 + BASE)));
        }
    }

    private LatencyScale() {}

    /** The bucket of a latency in ms, 0 or more. */
    public static int index(long ms) {
        int low = 0;
        int high = HIGHEST;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ms <= UPPER[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The latency in ms that stands for all of a bucket: in the middle of its bounds, as relative errors go. */
    public static long valueMs(int index) {
        return VALUE[index];
    }
}
