package io.flowgauge.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyBucketsTest {

    private static LatencyBuckets of(long... latenciesMs) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        for (long ms : latenciesMs) {
            counts[LatencyScale.index(ms)]++;
        }
        return LatencyBuckets.of(counts);
    }

    @Test
    void aBucketReachesFromOnePowerOfTheBaseToTheNext() {
        BigDecimal upper = BigDecimal.ONE;
        assertThat(LatencyScale.index(0)).isZero();
        for (int index = 1; index < LatencyScale.HIGHEST; index++) {
            long most = upper.toBigInteger().longValueExact();
            assertThat(LatencyScale.index(most + 1)).isGreaterThan(index);
            assertThat(LatencyScale.index(most)).isLessThanOrEqualTo(index);
            upper = upper.multiply(new BigDecimal("1.22"));
        }
        assertThat(LatencyScale.index(1)).isEqualTo(1);
        assertThat(LatencyScale.index(2)).isEqualTo(5);
        assertThat(LatencyScale.index(Long.MAX_VALUE)).isEqualTo(LatencyScale.HIGHEST);
    }

    @Test
    void aBucketsValueIsWithinTenPercentOfEachLatencyInIt() {
        for (long ms = 1; ms < 1_000_000_000; ms += 1 + ms / 50) {
            double value = LatencyScale.valueMs(LatencyScale.index(ms));
            // half a millisecond for the rounding
            assertThat(value).isCloseTo((double) ms, within(0.0992 * ms + 0.5));
        }
    }

    @Test
    void percentilesAreWithinTenPercentOfTheTrueOnes() {
        Random random = new Random(7);
        long[] latencies = random.doubles(10_000)
                .mapToLong(part -> (long) (200 * Math.exp(3 * part)))
                .sorted()
                .toArray();

        LatencySpread spread = of(latencies).spread(latencies[0], latencies[9_999]);

        assertThat((double) spread.p50Ms()).isCloseTo((double) latencies[4_999], within(latencies[4_999] * 0.1));
        assertThat((double) spread.p95Ms()).isCloseTo((double) latencies[9_499], within(latencies[9_499] * 0.1));
        assertThat((double) spread.p99Ms()).isCloseTo((double) latencies[9_899], within(latencies[9_899] * 0.1));
        assertThat(spread.minMs()).isGreaterThanOrEqualTo(latencies[0]);
        assertThat(spread.maxMs()).isLessThanOrEqualTo(latencies[9_999]);
    }

    @Test
    void ofOneLatencyAllPercentilesAreThatOne() {
        assertThat(of(85).spread(85, 85)).isEqualTo(new LatencySpread(85, 85, 85, 85, 85));
    }

    @Test
    void whatIsPackedIsThereAgain() {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        counts[0] = 127;
        counts[1] = 128;
        counts[64] = Long.MAX_VALUE - 1_000;
        counts[LatencyScale.HIGHEST] = 1;
        LatencyBuckets buckets = LatencyBuckets.of(counts);

        LatencyBuckets again = LatencyBuckets.unpacked(buckets.packed());

        assertThat(again).isEqualTo(buckets);
        assertThat(again.count()).isEqualTo(Long.MAX_VALUE - 1_000 + 256);
        long[] added = new long[LatencyScale.HIGHEST + 1];
        again.addTo(added);
        assertThat(added).isEqualTo(counts);
    }

    @Test
    void noneNegativeAndTooManyAreToldApart() {
        assertThat(LatencyBuckets.of(new long[3])).isNull();
        assertThatThrownBy(() -> LatencyBuckets.of(new long[] {0, -1})).hasMessageContaining("bucket 1 has -1");
        assertThatThrownBy(() -> LatencyBuckets.of(new long[] {Long.MAX_VALUE, 1}))
                .hasMessageContaining("more than");
        assertThatThrownBy(() -> LatencyBuckets.of(new long[112])).hasMessageContaining("highest is 110");
    }

    @Test
    void whatCameSinceIsTheDifference() {
        LatencyBuckets before = of(5, 5, 900);
        LatencyBuckets after = of(5, 5, 5, 900, 20);

        assertThat(after.since(before)).isEqualTo(of(5, 20));
        assertThat(after.since(after)).isNull();
        assertThat(before.since(after)).as("the engine went back").isNull();
    }

    private static LatencyStats stats(LatencyBuckets buckets, long... latenciesMs) {
        return new LatencyStats(
                latenciesMs.length,
                Arrays.stream(latenciesMs).sum(),
                Arrays.stream(latenciesMs).min().orElseThrow(),
                Arrays.stream(latenciesMs).max().orElseThrow(),
                latenciesMs[latenciesMs.length - 1],
                buckets);
    }

    @Test
    void anIntervalHasTheDistributionOfItsOwnRecords() {
        LatencyStats first = stats(of(10, 10), 10, 10);
        LatencyStats second = stats(of(10, 10, 500, 500), 10, 10, 500, 500);

        IntervalLatency ofFirst = Checkpoint.NONE.latencySince(first);
        IntervalLatency ofSecond = new Checkpoint(null, 2, first, ofFirst.spread()).latencySince(second);

        assertThat(ofFirst.spread().p99Ms()).isEqualTo(10);
        assertThat(ofSecond.count()).isEqualTo(2);
        assertThat(ofSecond.averageMs()).isEqualTo(500);
        assertThat((double) ofSecond.spread().p50Ms()).isCloseTo(500, within(50.0));
    }

    @Test
    void afterARestartTheFirstIntervalHasNoDistribution() {
        LatencyStats recovered = stats(null, 10, 10);
        LatencyStats next = stats(of(10, 10, 500), 10, 10, 500);

        IntervalLatency interval = new Checkpoint(null, 2, recovered, null).latencySince(next);

        assertThat(interval.averageMs()).isEqualTo(500);
        assertThat(interval.buckets()).isNull();
        assertThat(interval.spread()).isNull();
    }

    @Test
    void aDistributionThatDoesNotHoldAllRecordsIsRefused() {
        assertThatThrownBy(() -> stats(of(10), 10, 10)).hasMessageContaining("must hold latency.count 2");
    }
}
