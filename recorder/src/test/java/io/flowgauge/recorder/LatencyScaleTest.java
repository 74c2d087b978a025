package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scale is the one that services expect, to the millisecond. */
class LatencyScaleTest {
    private static final int HIGHEST = 110;

    /** Of buckets 1 to 109: 1, 1.22, 1.22² and so on, to their last digit. */
    private static final List<BigDecimal> BOUNDS = IntStream.range(0, HIGHEST - 1)
            .mapToObj(new BigDecimal("1.22")::pow)
            .toList();

    /** 1 + ceil(ln ms / ln 1.22) without rounding: the least bucket whose bound the latency does not pass. */
    private static int expected(long ms) {
        long passed = BOUNDS.stream()
                .takeWhile(bound -> bound.compareTo(BigDecimal.valueOf(ms)) < 0)
                .count();
        return ms == 0 ? 0 : (int) passed + 1;
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,5", "3,7", "12,14", "100,25", "1000,36", "60000,57", "2122568490,109"})
    void aLatencyHasItsBucket(long ms, int bucket) {
        assertThat(LatencyScale.bucket(ms)).isEqualTo(bucket);
    }

    @Test
    void eachBoundIsTheLastOfItsBucket() {
        assertThat(LatencyScale.BUCKETS).isEqualTo(HIGHEST + 1);
        for (int bucket = 1; bucket < HIGHEST; bucket++) {
            long bound = BOUNDS.get(bucket - 1).longValue();
            assertThat(LatencyScale.bucket(bound)).as(bound + " ms").isEqualTo(expected(bound));
            assertThat(LatencyScale.bucket(bound + 1)).as(bound + 1 + " ms").isEqualTo(expected(bound + 1));
            // From 5 ms on a bucket is about a millisecond wide or wider, and none is empty.
            if (bucket >= 10) {
                assertThat(LatencyScale.bucket(bound)).isEqualTo(bucket);
                assertThat(LatencyScale.bucket(bound + 1)).isEqualTo(bucket + 1);
            }
        }
    }

    @Test
    void allShortLatenciesAndManyLongOnesHaveTheirBuckets() {
        LongStream few = LongStream.rangeClosed(0, 10_000);
        LongStream many = new Random(122).longs(10_000, 0, 1L << 32);
        LongStream.concat(few, many)
                .forEach(
                        ms -> assertThat(LatencyScale.bucket(ms)).as(ms + " ms").isEqualTo(expected(ms)));
    }

    @Test
    void whatIsPastTheScaleIsInItsHighestBucket() {
        assertThat(LongStream.of(
                                Integer.MAX_VALUE - 1L, Integer.MAX_VALUE, 1L << 31, 1L << 32, 1L << 62, Long.MAX_VALUE)
                        .mapToInt(LatencyScale::bucket))
                .containsOnly(HIGHEST);
    }
}
