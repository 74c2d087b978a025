package io.flowgauge.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts by bucket, as values and as a report tells them. */
class LatencyCountsTest {
    private static LatencyCounts counts(Map<Integer, Long> ofBuckets) {
        long[] all = new long[LatencyScale.BUCKETS];
        ofBuckets.forEach((bucket, count) -> all[bucket] = count);
        return new LatencyCounts(all);
    }

    private static String written(LatencyCounts counts) {
        StringBuilder out = new StringBuilder();
        ReportText.into(out)
                .number("count", counts.total())
                .counts("buckets", counts)
                .end();
        return out.toString();
    }

    @Test
    void onlyBucketsThatAreNotEmptyAreWrittenAscending() {
        assertThat(written(counts(Map.of(110, 1L, 0, 3L, 25, Long.MAX_VALUE - 9, 5, 2L))))
                .isEqualTo(
                        "{\"count\":9223372036854775804,\"buckets\":{\"0\":3,\"5\":2,\"25\":9223372036854775798,\"110\":1}}");
    }

    @Test
    void nothingIsWrittenAsAnEmptyObject() {
        assertThat(written(LatencyCounts.NONE)).isEqualTo("{\"count\":0,\"buckets\":{}}");
    }

    @Test
    void theyAreEqualWhenEachBucketsCountIs() {
        LatencyCounts counts = counts(Map.of(5, 2L, 6, 1L));

        assertThat(counts).isEqualTo(counts(Map.of(5, 2L, 6, 1L))).hasSameHashCodeAs(counts(Map.of(5, 2L, 6, 1L)));
        assertThat(counts).isNotEqualTo(counts(Map.of(5, 1L, 6, 2L))).isNotEqualTo(counts(Map.of(5, 2L, 7, 1L)));
    }
}
