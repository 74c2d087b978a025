package io.flowgauge.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RollupSumTest {
    private static final TenantId TENANT = new TenantId(1);
    private static final TaskId TASK = new TaskId(2);
    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    private static LatencyBuckets buckets(int index, long records) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        counts[index] = records;
        return LatencyBuckets.of(counts);
    }

    private static Snapshot check(int second, long records, long interval, int bucket) {
        LatencyBuckets buckets = buckets(bucket, 10);
        long ms = LatencyScale.valueMs(bucket);
        return new Snapshot(
                TENANT,
                TASK,
                TEN.plusSeconds(second),
                TaskState.RUNNING,
                second,
                new Progress(records, null, 1L, records * 10, null, null, null),
                interval,
                new IntervalLatency(10, 10 * ms, buckets, buckets.spread(ms, ms)));
    }

    @Test
    void recordsAddUpAlsoWhenTheEngineWentBackAndTotalsAreThoseOfTheLastCheck() {
        RollupSum sum = new RollupSum(TENANT, TASK);
        sum.add(check(10, 100, 100, 20));
        sum.add(check(20, 60, -40, 30));

        Rollup minute = sum.from(TEN);

        assertThat(minute.checks()).isEqualTo(2);
        assertThat(minute.records()).isEqualTo(60);
        assertThat(minute.recordsSoFar()).isEqualTo(60);
        assertThat(minute.failedSoFar()).isEqualTo(1);
        assertThat(minute.bytesSoFar()).isEqualTo(600);
    }

    @Test
    void countsAreMergedAndPercentilesFollowFromThem() {
        RollupSum minute = new RollupSum(TENANT, TASK);
        minute.add(check(10, 10, 10, 20));
        minute.add(check(20, 20, 10, 30));
        RollupSum hour = new RollupSum(TENANT, TASK);
        hour.add(minute.from(TEN));
        hour.add(minute.from(TEN.plusSeconds(60)));

        IntervalLatency latency = hour.from(TEN).latency();

        assertThat(latency.count()).isEqualTo(40);
        assertThat(latency.buckets().count()).isEqualTo(40);
        assertThat(latency.spread().minMs()).isEqualTo(LatencyScale.valueMs(20));
        assertThat(latency.spread().p50Ms()).isEqualTo(LatencyScale.valueMs(20));
        assertThat(latency.spread().p95Ms()).isEqualTo(LatencyScale.valueMs(30));
        assertThat(latency.averageMs())
                .isEqualTo(LatencyStats.roundedQuotient(LatencyScale.valueMs(20) + LatencyScale.valueMs(30), 2));
    }

    @Test
    void aCheckBelongsToTheStepThatItsIntervalEndsIn() {
        assertThat(RollupStep.MINUTE.ofCheck(TEN)).isEqualTo(TEN.minusSeconds(60));
        assertThat(RollupStep.MINUTE.ofCheck(TEN.plusMillis(1))).isEqualTo(TEN);
        assertThat(RollupStep.MINUTE.ofCheck(TEN.plusSeconds(60))).isEqualTo(TEN);
        assertThat(RollupStep.HOUR.ofStart(TEN.plusSeconds(3_599))).isEqualTo(TEN);
        assertThat(RollupStep.HOUR.ofStart(TEN)).isEqualTo(TEN);
    }
}
