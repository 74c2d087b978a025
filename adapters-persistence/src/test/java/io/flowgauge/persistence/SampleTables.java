package io.flowgauge.persistence;

import io.flowgauge.domain.LatencySpread;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.persistence.SampleTask.Span;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.postgresql.PGConnection;

/** Puts the sample into the tables as the service would have: parts by day, week and month, sums that add up. */
final class SampleTables {
    private final ReportingDatabase database;

    SampleTables(ReportingDatabase database) {
        this.database = database;
    }

    /** One table's rows in PostgreSQL's text format. */
    private static final class Rows {
        private final StringBuilder text = new StringBuilder();

        void add(Object... values) {
            for (int at = 0; at < values.length; at++) {
                text.append(at == 0 ? "" : "\t").append(values[at] == null ? "\\N" : values[at]);
            }
            text.append('\n');
        }
    }

    void write(List<SampleHistory.Run> runs, List<SampleTask> tasks, SampleHistory.Gap... gaps) {
        Instant now = SampleHistory.NOW;
        Instant kept = now.minus(Duration.ofHours(56));
        Partitions partitions = database.get(Partitions.class);
        partitions.makeFor(PartitionedTable.TASK_SNAPSHOT, kept, now.plus(Duration.ofDays(7)));
        partitions.makeFor(PartitionedTable.TASK_MINUTE, now.minus(Duration.ofDays(35)), now.plus(Duration.ofDays(7)));
        partitions.makeFor(PartitionedTable.TASK_HOUR, now.minus(Duration.ofDays(60)), now.plus(Duration.ofDays(7)));
        database.sql().execute("""
                INSERT INTO flowgauge.tenant (name, zone) VALUES ('north', 'Europe/Berlin'), ('south', 'America/New_York'), ('west', 'Z');
                INSERT INTO flowgauge.flow (tenant_id, name) VALUES (1, 'orders cdc'), (1, 'customers cdc'), (1, 'nightly warehouse'),
                       (1, 'stock every hour'), (2, 'invoices'), (2, 'payments cdc'), (3, 'secrets cdc');
                """);
        Rows ofRuns = new Rows();
        Rows ofTasks = new Rows();
        Rows ofMinutes = new Rows();
        Rows ofHours = new Rows();
        Rows ofChecks = new Rows();
        runs.forEach(run -> ofRuns.add(
                run.tenant(),
                run.id(),
                run.flow(),
                run.key(),
                run.state(),
                run.started(),
                run.ended(),
                run.records(),
                run.owner(),
                run.error()));
        for (SampleTask task : tasks) {
            List<Span> minutes = task.minutes(now, gaps);
            Span last = minutes.get(minutes.size() - 1);
            ofTasks.add(
                    task.tenant(),
                    task.id(),
                    task.flow(),
                    task.run(),
                    1,
                    task.ended() == null ? 1 : 99,
                    task.started(),
                    task.started().toEpochMilli(),
                    task.ended(),
                    task.started(),
                    task.started(),
                    task.ended() == null ? null : last.lastRecord(),
                    task.ended() == null ? 0 : last.soFar(),
                    task.name().equals("load stock") ? 2_400 : null,
                    0,
                    task.ended() == null ? 0 : last.soFar() * SampleTask.BYTES_A_RECORD,
                    "request " + task.id(),
                    task.name(),
                    task.type(),
                    task.state(),
                    "etl",
                    "engine-" + task.tenant(),
                    task.error());
            minutes.forEach(minute -> ofMinutes.add(rollup(task, minute)));
            SampleTask.hours(minutes).stream()
                    .filter(hour -> hour.startsAt().isBefore(now))
                    .forEach(hour -> ofHours.add(rollup(task, hour)));
            minutes.stream()
                    .filter(minute -> !minute.startsAt().isBefore(kept))
                    .forEach(minute -> ofChecks.add(check(task, minute)));
        }
        Rows ofGaps = new Rows();
        for (SampleHistory.Gap gap : gaps) {
            ofGaps.add(gap.before(), gap.after(), gap.reason());
        }
        copy("flow_run (tenant_id, audit_id, flow_id, run_key, state, started, ended, records, owner, error)", ofRuns);
        copy(
                "task_run (tenant_id, task_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, ended, heard, begun, last_record, records,"
                        + " records_expected, records_failed, bytes, request_id, name, type, state, owner, engine, error)",
                ofTasks);
        String rollup =
                " (tenant_id, task_id, starts_at, records, records_so_far, failed_so_far, bytes_so_far, latency_count, latency_sum_ms, checks,"
                        + " latency_min_ms, latency_p50_ms, latency_p95_ms, latency_p99_ms, latency_max_ms, state, latency_buckets)";
        copy("task_minute" + rollup, ofMinutes);
        copy("task_hour" + rollup, ofHours);
        copy(
                "task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, records_failed, bytes, latency_count, latency_sum_ms,"
                        + " latency_min_ms, latency_max_ms, latency_last_ms, last_record,"
                        + " interval_latency_count, interval_latency_ms, interval_p50_ms, interval_p95_ms, interval_p99_ms, state, latency_buckets)",
                ofChecks);
        copy("history_gap", ofGaps);
    }

    private static Object[] rollup(SampleTask task, Span span) {
        LatencySpread spread = span.buckets() == null ? null : span.spread();
        return new Object[] {
            task.tenant(),
            task.id(),
            span.startsAt(),
            span.records(),
            span.soFar(),
            0,
            span.soFar() * SampleTask.BYTES_A_RECORD,
            spread == null ? null : span.latencyCount(),
            spread == null ? null : span.latencySumMs(),
            span.checks(),
            spread == null ? null : spread.minMs(),
            spread == null ? null : spread.p50Ms(),
            spread == null ? null : spread.p95Ms(),
            spread == null ? null : spread.p99Ms(),
            spread == null ? null : spread.maxMs(),
            task.code(span),
            bytes(span)
        };
    }

    private static Object[] check(SampleTask task, Span minute) {
        LatencySpread spread = minute.buckets() == null ? null : minute.spread();
        LatencyStats soFar = minute.latencySoFar();
        Instant checkedAt = minute.last() ? task.ended() : minute.startsAt().plusSeconds(60);
        return new Object[] {
            task.tenant(),
            task.id(),
            checkedAt,
            9,
            minute.records(),
            minute.soFar(),
            0,
            minute.soFar() * SampleTask.BYTES_A_RECORD,
            soFar == null ? null : soFar.count(),
            soFar == null ? null : soFar.sumMs(),
            soFar == null ? null : soFar.minMs(),
            soFar == null ? null : soFar.maxMs(),
            soFar == null ? null : soFar.lastMs(),
            minute.lastRecord(),
            spread == null ? null : minute.latencyCount(),
            spread == null ? null : (minute.latencySumMs() + minute.latencyCount() / 2) / minute.latencyCount(),
            spread == null ? null : spread.p50Ms(),
            spread == null ? null : spread.p95Ms(),
            spread == null ? null : spread.p99Ms(),
            task.code(minute),
            bytes(minute)
        };
    }

    private static String bytes(Span span) {
        return span.buckets() == null
                ? null
                : "\\\\x" + HexFormat.of().formatHex(span.buckets().packed());
    }

    private void copy(String table, Rows rows) {
        try (Connection connection = database.service().connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY flowgauge." + table + " FROM STDIN", new StringReader(rows.text.toString()));
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(table, failed);
        }
    }
}
