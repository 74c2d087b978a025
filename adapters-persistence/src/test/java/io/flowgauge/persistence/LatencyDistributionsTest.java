package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.LatencySpread;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The functions for distributions of latency, asked by a reader, answer as the domain's own do. */
class LatencyDistributionsTest {
    private static ReportingDatabase database;
    private static SingleConnectionDataSource session;
    private static JdbcTemplate reader;

    @BeforeAll
    static void start() {
        database = new ReportingDatabase();
        TestPostgres.Database login = database.reader();
        session = new SingleConnectionDataSource(login.url(), login.user(), login.password(), true);
        reader = new JdbcTemplate(session);
    }

    @AfterAll
    static void stop() {
        session.destroy();
        database.close();
    }

    private static LatencyBuckets random(Random random, int filled, long most) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        for (int bucket = 0; bucket < filled; bucket++) {
            counts[random.nextInt(counts.length)] = 1 + random.nextLong(most);
        }
        return LatencyBuckets.of(counts);
    }

    private static byte[] merged(List<LatencyBuckets> distributions) {
        StringBuilder rows = new StringBuilder("(NULL::bytea)");
        distributions.forEach(one -> rows.append(", ('\\x")
                .append(HexFormat.of().formatHex(one.packed()))
                .append("')"));
        return reader.queryForObject(
                "SELECT reporting.latency_merge(b) FROM (VALUES " + rows + ") AS v (b)", byte[].class);
    }

    private static Long percentile(byte[] packed, double fraction) {
        return reader.queryForObject("SELECT reporting.latency_percentile(?, ?)", Long.class, packed, fraction);
    }

    @Test
    void eachBucketHasTheValueOfTheScale() {
        for (int bucket = 0; bucket <= LatencyScale.HIGHEST; bucket++) {
            long[] counts = new long[LatencyScale.HIGHEST + 1];
            counts[bucket] = 1;
            assertThat(percentile(LatencyBuckets.of(counts).packed(), 0.5))
                    .as("bucket " + bucket)
                    .isEqualTo(LatencyScale.valueMs(bucket));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 127, 128, 1_000_000, 1L << 40, Long.MAX_VALUE / 200})
    void percentilesAreThoseOfTheDomain(long most) {
        Random random = new Random(most);
        for (int round = 0; round < 20; round++) {
            LatencyBuckets buckets = random(random, 1 + random.nextInt(40), most);
            LatencySpread spread = buckets.spread(0, Long.MAX_VALUE);

            assertThat(List.of(
                            percentile(buckets.packed(), 0),
                            percentile(buckets.packed(), 0.50),
                            percentile(buckets.packed(), 0.95),
                            percentile(buckets.packed(), 0.99),
                            percentile(buckets.packed(), 1)))
                    .as(buckets.toString())
                    .containsExactly(spread.minMs(), spread.p50Ms(), spread.p95Ms(), spread.p99Ms(), spread.maxMs());
        }
    }

    @Test
    void whatIsMergedIsTheSumOfTheCounts() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            List<LatencyBuckets> distributions = new ArrayList<>();
            long[] sum = new long[LatencyScale.HIGHEST + 1];
            for (int one = 0; one <= random.nextInt(12); one++) {
                LatencyBuckets buckets = random(random, 1 + random.nextInt(30), 1L << (1 + random.nextInt(45)));
                distributions.add(buckets);
                buckets.addTo(sum);
            }

            assertThat(merged(distributions)).isEqualTo(LatencyBuckets.of(sum).packed());
        }
    }

    @Test
    void mergingInPartsIsMergingAtOnce() {
        Random random = new Random(5);
        LatencyBuckets first = random(random, 9, 500);
        LatencyBuckets second = random(random, 9, 500);
        LatencyBuckets third = random(random, 9, 500);

        byte[] part = merged(List.of(first, second));

        assertThat(merged(List.of(LatencyBuckets.unpacked(part), third)))
                .isEqualTo(merged(List.of(third, second, first)));
    }

    @Test
    void aSumPast64BitsStaysThere() {
        long[] counts = new long[] {0, Long.MAX_VALUE - 1};
        LatencyBuckets many = LatencyBuckets.of(counts);

        assertThat(merged(List.of(many, many)))
                .isEqualTo(LatencyBuckets.of(new long[] {0, Long.MAX_VALUE}).packed());
    }

    @Test
    void noneAtAllIsNull() {
        assertThat(merged(List.of())).isNull();
        assertThat(percentile(null, 0.95)).isNull();
        assertThat(percentile(new byte[0], 0.95)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "01", "0005", "7005", "ffffffffffffffffffff0101", "01ffffffffffffffffff01", "0101ff"})
    void whatIsNoDistributionIsRefused(String bytes) {
        assertThatThrownBy(() -> percentile(HexFormat.of().parseHex(bytes), 0.95))
                .hasMessageContaining("latency_buckets are no distribution");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, 95, Double.NaN, Double.POSITIVE_INFINITY})
    void aFractionThatIsNoneIsRefusedWithWhatIsRight(double fraction) {
        assertThatThrownBy(() -> percentile(new byte[] {1, 1}, fraction))
                .hasMessageContaining("must be 0 to 1")
                .hasMessageContaining("Use 0.95 for the 95th percentile");
    }
}
