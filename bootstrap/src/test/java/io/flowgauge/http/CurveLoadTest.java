package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import io.flowgauge.persistence.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One task's curve of 30 days against that of an hour, over HTTP, with 10,000 tasks' hours and 1,000 running tasks' checks in the database.
 * {@code -Dflowgauge.test.curves} is how many of each are asked for.
 */
@Tag("long")
class CurveLoadTest {
    private static final Logger LOG = LoggerFactory.getLogger(CurveLoadTest.class);
    private static final int TASKS = 10_000;
    private static final int RUNNING = 1_000;
    private static final int CURVES = Integer.getInteger("flowgauge.test.curves", 3_000);
    private static final int WARM_UP = 500;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private static void fill(TestPostgres.Database database, Instant now) throws SQLException {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES).minusSeconds(60);
        Instant hour = minute.truncatedTo(ChronoUnit.HOURS);
        // Twelve buckets of 300 records each: 0x10 or 0x01 and 300 as LEB128, see LatencyBuckets.
        String buckets = "decode('10ac02" + "01ac02".repeat(11) + "', 'hex')";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            statement.execute(partitions("task_hour", "month", hour.minus(MONTH), now));
            statement.execute(partitions("task_minute", "week", now.minus(Duration.ofHours(2)), now));
            statement.execute(partitions("task_snapshot", "day", now.minus(Duration.ofHours(2)), now));
            for (String fill : """
                    INSERT INTO flowgauge.flow (tenant_id, name) SELECT 1, 'flow ' || n FROM generate_series(1, 100) n;
                    INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key, started) SELECT 1, n, 'run', '%1$s' FROM generate_series(1, 100) n;
                    INSERT INTO flowgauge.task_run (tenant_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, ended, heard, begun, records,
                                                    request_id, name, type, state)
                    SELECT 1, n %% 100 + 1, n %% 100 + 1, 1, 1, '%1$s', extract(epoch FROM '%1$s'::timestamptz) * 1000,
                           CASE WHEN n > %5$d THEN '%4$s'::timestamptz END, '%4$s', '%1$s', 0, 'request ' || n, 'task ' || n, 'stream',
                           CASE WHEN n > %5$d THEN 'completed' ELSE 'running' END
                    FROM generate_series(1, %6$d) n;
                    INSERT INTO flowgauge.task_hour (tenant_id, task_id, starts_at, records, records_so_far, failed_so_far, bytes_so_far, latency_count, latency_sum_ms,
                                                     checks, latency_min_ms, latency_p50_ms, latency_p95_ms, latency_p99_ms, latency_max_ms, state, latency_buckets)
                    SELECT 1, task, at, 36000, 1000, 0, 1000, 3600, 50000, 360, 20, 40, 120, 150, 160, 'r', %7$s
                    FROM generate_series('%2$s'::timestamptz - interval '30 days', '%2$s'::timestamptz - interval '1 h', '1 h') at, generate_series(1, %6$d) task;
                    INSERT INTO flowgauge.task_minute (tenant_id, task_id, starts_at, records, records_so_far, failed_so_far, bytes_so_far, latency_count, latency_sum_ms,
                                                       checks, latency_min_ms, latency_p50_ms, latency_p95_ms, latency_p99_ms, latency_max_ms, state, latency_buckets)
                    SELECT 1, task, at, 600, 1000, 0, 1000, 3600, 50000, 6, 20, 40, 120, 150, 160, 'r', %7$s
                    FROM generate_series('%3$s'::timestamptz - interval '2 h', '%3$s'::timestamptz - interval '1 min', '1 min') at, generate_series(1, %5$d) task;
                    INSERT INTO flowgauge.task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, records_failed, bytes, latency_count,
                                                         latency_sum_ms, last_record, latency_min_ms, latency_max_ms, latency_last_ms, interval_latency_count,
                                                         interval_latency_ms, interval_p50_ms, interval_p95_ms, interval_p99_ms, state, latency_buckets)
                    SELECT 1, task, at, 1, 100, 1000, 0, 1000, 3600, 100000, at, 20, 160, 30, 3600, 14, 40, 120, 150, 'r', %7$s
                    FROM generate_series(to_timestamp(floor(extract(epoch FROM '%4$s'::timestamptz) / 10) * 10) - interval '2 h', '%4$s', '10 s') at,
                         generate_series(1, %5$d) task;
                    UPDATE flowgauge.rollup SET closed_until = '%3$s', minutes_until = '%3$s', hours_until = '%2$s';
                    VACUUM ANALYZE
                    """.formatted(hour.minus(MONTH), hour, minute, now, RUNNING, TASKS, buckets)
                    .split(";\\R")) {
                statement.execute(fill);
            }
        }
    }

    private static String partitions(String table, String unit, Instant from, Instant to) {
        return """
                DO $$ DECLARE first date := date_trunc('%2$s', '%3$s'::timestamptz); next date;
                BEGIN
                    WHILE first <= '%4$s' LOOP
                        next := first + interval '1 %2$s';
                        EXECUTE format('CREATE TABLE IF NOT EXISTS flowgauge.%1$s_%%s PARTITION OF flowgauge.%1$s FOR VALUES FROM (%%L) TO (%%L)',
                                       to_char(first, 'YYYYMMDD'), first || ' 00:00:00Z', next || ' 00:00:00Z');
                        first := next;
                    END LOOP;
                END $$
                """.formatted(table, unit, from, to);
    }

    @Test
    void aMonthsCurveTakesAtMostTwiceAnHours() throws SQLException {
        TestPostgres.Database database = TestPostgres.freshDatabase();
        new RunningService(database).close();
        fill(database, Instant.now());
        try (RunningService service = new RunningService(database, "--flowgauge.lost-after=1d")) {
            String token = service.token("admin", ServiceApi.PASSWORD);
            Random random = new Random(1);
            double[] hour = new double[CURVES];
            double[] month = new double[CURVES];
            for (int round = -WARM_UP; round < CURVES; round++) {
                double ofHour = milliseconds(service, token, 1 + random.nextInt(RUNNING), HOUR, 10_000);
                double ofMonth = milliseconds(service, token, 1 + random.nextInt(RUNNING), MONTH, 7_200_000);
                if (round >= 0) {
                    hour[round] = ofHour;
                    month[round] = ofMonth;
                }
            }
            LOG.info(
                    "{} curves each: an hour p50 {} ms, p99 {} ms; 30 days p50 {} ms, p99 {} ms; p99 ratio {}, to reach: at most 2",
                    CURVES,
                    percentile(hour, 0.5),
                    percentile(hour, 0.99),
                    percentile(month, 0.5),
                    percentile(month, 0.99),
                    Math.round(100 * percentile(month, 0.99) / percentile(hour, 0.99)) / 100.0);
        }
    }

    private static double milliseconds(RunningService service, String token, int task, Duration span, long step) {
        long from = System.currentTimeMillis() - span.toMillis();
        long start = System.nanoTime();
        Answer answer = service.get("/api/v1/tasks/" + task + "/history?maxPoints=500&from=" + from, token);
        double took = (System.nanoTime() - start) / 1e6;
        JsonNode curve = answer.json();
        assertThat(curve.get("step").asLong()).isEqualTo(step);
        assertThat(curve.get("points").size()).isBetween(359, 362);
        return took;
    }

    private static double percentile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Math.round(100 * sorted[(int) (part * (sorted.length - 1))]) / 100.0;
    }
}
