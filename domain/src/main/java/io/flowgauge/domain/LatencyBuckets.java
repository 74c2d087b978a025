package io.flowgauge.domain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many records had which latency, on {@link LatencyScale}. Immutable, and small in memory: some three bytes a bucket that is not empty.
 */
public final class LatencyBuckets {
    // Packed as it is stored: for each bucket that is not empty, in their order, its distance from the one before (the
    // first from −1) and its count, both as variable-length integers of 7 bits a byte, lowest first (LEB128). One
    // distribution has one form, so equal bytes are equal distributions.
    private final byte[] packed;
    private final long count;

    private LatencyBuckets(byte[] packed, long count) {
        this.packed = packed;
        this.count = count;
    }

    /** Takes one bucket after the other. */
    @FunctionalInterface
    public interface Bucket {
        void take(int index, long records);
    }

    /**
     * Of the counts by index; null when all are 0.
     *
     * @throws IllegalArgumentException one is negative, there are too many, or their sum is past 2⁶³−1
     */
    public static @Nullable LatencyBuckets of(long[] counts) {
        if (counts.length > LatencyScale.HIGHEST + 1) {
            throw new IllegalArgumentException(
                    "buckets go up to " + (counts.length - 1) + ", the highest is " + LatencyScale.HIGHEST);
        }
        byte[] packed = new byte[counts.length * 11];
        int length = 0;
        int before = -1;
        long sum = 0;
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] < 0) {
                throw new IllegalArgumentException(
                        "bucket " + index + " has " + counts[index] + " records, must have 0 or more");
            }
            if (counts[index] > 0) {
                length = pack(packed, length, index - before);
                length = pack(packed, length, counts[index]);
                before = index;
                sum += counts[index];
                if (sum < 0) {
                    throw new IllegalArgumentException("buckets have more than " + Long.MAX_VALUE + " records");
                }
            }
        }
        return sum == 0 ? null : new LatencyBuckets(Arrays.copyOf(packed, length), sum);
    }

    private static int pack(byte[] packed, int at, long value) {
        int next = at;
        for (long rest = value; ; rest >>>= 7) {
            if (rest < 0x80) {
                packed[next++] = (byte) rest;
                return next;
            }
            packed[next++] = (byte) (rest | 0x80);
        }
    }

    /** Of {@link #packed()} bytes. */
    public static LatencyBuckets unpacked(byte[] packed) {
        LatencyBuckets buckets = new LatencyBuckets(packed.clone(), 0);
        long[] sum = new long[1];
        buckets.forEach((index, records) -> sum[0] += records);
        return new LatencyBuckets(buckets.packed, sum[0]);
    }

    /** As stored: for each bucket that is not empty its distance from the one before (the first from −1) and its count, as LEB128. */
    public byte[] packed() {
        return packed.clone();
    }

    /** Records in all buckets, 1 or more. */
    public long count() {
        return count;
    }

    /** Goes through the buckets that are not empty, from the lowest. */
    public void forEach(Bucket each) {
        int at = 0;
        int index = -1;
        while (at < packed.length) {
            long value = 0;
            long records = 0;
            int shift = 0;
            do {
                value |= (long) (packed[at] & 0x7f) << shift;
                shift += 7;
            } while (packed[at++] < 0);
            shift = 0;
            do {
                records |= (long) (packed[at] & 0x7f) << shift;
                shift += 7;
            } while (packed[at++] < 0);
            index += (int) value;
            each.take(index, records);
        }
    }

    /** Adds these counts to {@code counts}, by index; a sum past 2⁶³−1 stays there. */
    public void addTo(long[] counts) {
        forEach((index, records) -> {
            long sum = counts[index] + records;
            counts[index] = sum < 0 ? Long.MAX_VALUE : sum;
        });
    }

    /** Of the records of both; null when those are more than 2⁶³−1. */
    @Nullable
    LatencyBuckets plus(LatencyBuckets other) {
        if (count > Long.MAX_VALUE - other.count) {
            return null;
        }
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        addTo(counts);
        other.addTo(counts);
        return of(counts);
    }

    /** What came after {@code before}, of which this is the continuation; null when nothing did, or when a count fell: the engine went back. */
    public @Nullable LatencyBuckets since(LatencyBuckets before) {
        if (equals(before)) {
            return null;
        }
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        addTo(counts);
        before.forEach((index, records) -> counts[index] -= records);
        return Arrays.stream(counts).anyMatch(left -> left < 0) ? null : of(counts);
    }

    /**
     * Minimum, maximum and percentiles, brought within what is known of them otherwise.
     *
     * @param leastMs no latency was below
     * @param mostMs no latency was above
     */
    public LatencySpread spread(long leastMs, long mostMs) {
        long[] values = new long[5];
        long[] rank = {1, rank(0.50), rank(0.95), rank(0.99), count};
        long[] seen = new long[1];
        int[] next = new int[1];
        forEach((index, records) -> {
            seen[0] += records;
            long value = Math.max(leastMs, Math.min(mostMs, LatencyScale.valueMs(index)));
            while (next[0] < rank.length && seen[0] >= rank[next[0]]) {
                values[next[0]++] = value;
            }
        });
        return new LatencySpread(values[0], values[1], values[2], values[3], values[4]);
    }

    /** Nearest rank: the smallest latency that at least this part of the records does not exceed. */
    private long rank(double part) {
        return Math.min(count, Math.max(1, (long) Math.ceil(part * count)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LatencyBuckets buckets && Arrays.equals(buckets.packed, packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach((index, records) -> text.append(text.length() > 1 ? ", " : "")
                .append(index)
                .append('=')
                .append(records));
        return text.append('}').toString();
    }
}
