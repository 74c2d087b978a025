package io.flowgauge.persistence;

import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of {@code task_snapshot}, as an analyst would read them. */
final class StoredSnapshots {
    private StoredSnapshots() {}

    static List<Snapshot> of(JdbcTemplate sql, TaskId task) {
        return sql.query(
                "SELECT * FROM flowgauge.task_snapshot WHERE task_id = ? ORDER BY checked_at",
                (row, at) -> snapshot(row),
                task.value());
    }

    private static Snapshot snapshot(ResultSet row) throws SQLException {
        Instant checkedAt = row.getTimestamp("checked_at").toInstant();
        String state = row.getString("state");
        LatencyStats latency = Mappings.TASKS.latency(
                row.getObject("latency_count", Long.class),
                row.getObject("latency_sum_ms", Long.class),
                number(row, "latency_min_ms"),
                number(row, "latency_max_ms"),
                number(row, "latency_last_ms"));
        Integer intervalLatency = row.getObject("interval_latency_ms", Integer.class);
        var lastRecord = row.getTimestamp("last_record");
        return new Snapshot(
                new TenantId(row.getLong("tenant_id")),
                new TaskId(row.getLong("task_id")),
                checkedAt,
                state.equals("running")
                        ? TaskState.RUNNING
                        : new TaskState.Ended(Outcome.ofWord(state).orElseThrow(), checkedAt, null),
                row.getLong("sequence"),
                new Progress(
                        row.getLong("records"),
                        null,
                        row.getObject("records_failed", Long.class),
                        row.getObject("bytes", Long.class),
                        lastRecord == null ? null : lastRecord.toInstant(),
                        latency,
                        null),
                row.getLong("interval_records"),
                intervalLatency == null ? null : intervalLatency.longValue());
    }

    private static Long number(ResultSet row, String column) throws SQLException {
        Integer value = row.getObject(column, Integer.class);
        return value == null ? null : value.longValue();
    }
}
