package io.flowgauge.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** 10,000 tasks with hours of 30 days, the first 1,000 of which run and have minutes and checks of two hours. */
final class MonthOfHistory {
    static final Duration LENGTH = Duration.ofDays(30);
    static final int RUNNING = 1_000;
    private static final int TASKS = 10_000;
    private static final Duration RECENT = Duration.ofHours(2);

    /** Twelve buckets of 300 records each: 0x10 or 0x01 and 300 as LEB128, see LatencyBuckets. */
    private static final String BUCKETS = "decode('10ac02" + "01ac02".repeat(11) + "', 'hex')";

    private MonthOfHistory() {}

    /** Fills a database that a service has been started on. */
    static void fill(HistoryDatabase database) throws SQLException {
        Instant now = Instant.now();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES).minusSeconds(60);
        Instant hour = minute.truncatedTo(ChronoUnit.HOURS);
        List<String> statements = new ArrayList<>(List.of(
                "SET TIME ZONE 'UTC'",
                partitions("task_hour", "month", hour.minus(LENGTH), now),
                partitions("task_minute", "week", now.minus(RECENT), now),
                partitions("task_snapshot", "day", now.minus(RECENT), now)));
        statements.addAll(List.of("""
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
                """.formatted(hour.minus(LENGTH), hour, minute, now, RUNNING, TASKS, BUCKETS)
                .split(";\\R")));
        database.run(statements);
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
}
