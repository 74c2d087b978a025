package io.flowgauge.recorder;

import java.math.BigDecimal;

/**
 * The logarithmic scale on which latencies are counted. Bucket 0 is for 0 ms; bucket {@code i} is for whole milliseconds up to
 * 1.22<sup>i−1</sup> that no lower one has; the highest takes all above 1.22<sup>108</sup> ms, 24.6 days, too.
 *
 * <p>Source: DDSketch (Masson, Rim, Lee, VLDB 2019). A scale of base γ tells any quantile with a relative error of at most
 * (γ − 1)/(γ + 1), here 9.91 %.
 */
final class LatencyScale {
    // Latencies of as many bits and with the same first four are a span. Its greatest is less than 9/8 of its least,
    // and a bucket is a factor of 1.22 wide, so a span lies in one bucket or in two that follow each other, and one
    // comparison tells which. It needs no branch: real latencies vary, and a branch that is guessed wrong would cost
    // more than all the rest.

    static final int BUCKETS = 111;

    private static final BigDecimal BASE = new BigDecimal("1.22");

    /** Latencies from here on are alike: it lies above the last bound, 2,122,568,490 ms. */
    private static final int ALIKE = Integer.MAX_VALUE;

    /** The greatest whole ms of each bucket; of one that holds none, that of the bucket below. */
    private static final int[] MOST_MS = mostMs();

    /** The bucket of each span's least. */
    private static final byte[] BUCKET_OF_SPAN = bucketOfSpan();

    private LatencyScale() {}

    /** @param ms 0 or more */
    static int bucket(long ms) {
        int latency = (int) Math.min(ms, ALIKE);
        int bucket = BUCKET_OF_SPAN[span(latency)];
        return latency > MOST_MS[bucket] ? bucket + 1 : bucket;
    }

    private static int span(int ms) {
        int following = Integer.numberOfLeadingZeros(15) - Integer.numberOfLeadingZeros(ms | 15);
        return (following << 3) + (ms >>> following);
    }

    private static int[] mostMs() {
        int[] most = new int[BUCKETS];
        BigDecimal power = BigDecimal.ONE;
        for (int bucket = 1; bucket < BUCKETS - 1; bucket++) {
            most[bucket] = power.intValue();
            power = power.multiply(BASE);
        }
        most[BUCKETS - 1] = ALIKE;
        return most;
    }

    private static byte[] bucketOfSpan() {
        byte[] buckets = new byte[span(ALIKE) + 1];
        byte bucket = 0;
        for (int span = 0; span < buckets.length; span++) {
            int least = span < 16 ? span : (8 + (span & 7)) << ((span >>> 3) - 1);
            while (MOST_MS[bucket] < least) {
                bucket++;
            }
            buckets[span] = bucket;
        }
        return buckets;
    }
}
