package io.flowgauge.persistence;

import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tasks as the history has them: their row, with the numbers of their last snapshot where they have one. */
final class KnownTasks {
    private record LastSnapshot(Instant checkedAt, long sequence, Progress progress) {
        /** How many records there will be is no part of a snapshot. */
        Progress progress(@Nullable Long recordsExpected) {
            return new Progress(
                    progress.records(),
                    recordsExpected,
                    progress.recordsFailed(),
                    progress.bytes(),
                    progress.lastRecordReceived(),
                    progress.latency(),
                    null);
        }

        Checkpoint checkpoint() {
            return new Checkpoint(checkedAt, progress.records(), progress.latency());
        }
    }

    private final TaskRows rows;
    private final JdbcTemplate jdbc;

    KnownTasks(TaskRows rows, JdbcTemplate jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    List<KnownTask> unfinished(Instant lostSince) {
        return known(rows.unfinished(lostSince));
    }

    List<KnownTask> of(TenantId tenant, Collection<RequestId> requestIds) {
        if (requestIds.isEmpty()) {
            return List.of();
        }
        return known(rows.known(
                tenant.value(), requestIds.stream().map(RequestId::value).toList()));
    }

    private List<KnownTask> known(List<TaskRow> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        Columns<TaskRow> ids =
                Columns.of(tasks).bigint("tenant_id", TaskRow::tenantId).bigint("task_id", TaskRow::id);
        Map<Long, LastSnapshot> last = last(ids);
        Map<Long, Map<String, String>> labels = labels(ids);
        return tasks.stream()
                .map(row -> known(row, last.get(row.id()), labels.getOrDefault(row.id(), Map.of())))
                .toList();
    }

    private Map<Long, LastSnapshot> last(Columns<TaskRow> ids) {
        Map<Long, LastSnapshot> last = new HashMap<>();
        jdbc.query("SELECT given.task_id, last.* FROM " + ids.given() + """
                         CROSS JOIN LATERAL (
                            SELECT checked_at, sequence, records, records_failed, bytes, latency_count, latency_sum_ms, latency_min_ms,
                                   latency_max_ms, latency_last_ms, last_record
                            FROM flowgauge.task_snapshot snapshot
                            WHERE snapshot.tenant_id = given.tenant_id AND snapshot.task_id = given.task_id
                            ORDER BY checked_at DESC LIMIT 1) AS last
                        """, ids::set, row -> {
            last.put(row.getLong("task_id"), lastSnapshot(row));
        });
        return last;
    }

    private static LastSnapshot lastSnapshot(ResultSet row) throws SQLException {
        LatencyStats latency = Mappings.TASKS.latency(
                number(row, "latency_count"),
                number(row, "latency_sum_ms"),
                number(row, "latency_min_ms"),
                number(row, "latency_max_ms"),
                number(row, "latency_last_ms"));
        Timestamp lastRecord = row.getTimestamp("last_record");
        Progress progress = new Progress(
                row.getLong("records"),
                null,
                number(row, "records_failed"),
                number(row, "bytes"),
                lastRecord == null ? null : lastRecord.toInstant(),
                latency,
                null);
        return new LastSnapshot(row.getTimestamp("checked_at").toInstant(), row.getLong("sequence"), progress);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private Map<Long, Map<String, String>> labels(Columns<TaskRow> ids) {
        Map<Long, Map<String, String>> labels = new HashMap<>();
        jdbc.query(
                "SELECT label.task_id, label.name, label.value FROM flowgauge.task_label label JOIN " + ids.given()
                        + " USING (tenant_id, task_id)",
                ids::set,
                row -> {
                    labels.computeIfAbsent(row.getLong("task_id"), task -> new TreeMap<>())
                            .put(row.getString("name"), row.getString("value"));
                });
        return labels;
    }

    /** Plain progress is not written to the row; but a task that ran at a check had been heard of not long before. */
    private static Instant heard(TaskRow row, @Nullable LastSnapshot last) {
        if (last == null || !row.state().equals(TaskState.RUNNING.word())) {
            return row.heard();
        }
        return last.checkedAt().isAfter(row.heard()) ? last.checkedAt() : row.heard();
    }

    private static KnownTask known(TaskRow row, @Nullable LastSnapshot last, Map<String, String> labels) {
        TaskState state = Mappings.TASKS.state(row.state(), row.ended(), row.error());
        LastSnapshot newest =
                last == null || state instanceof TaskState.Ended || last.sequence() < row.sequence() ? null : last;
        Task task = new Task(
                new TenantId(row.tenantId()),
                new RequestId(row.requestId()),
                Mappings.TASKS.description(row, labels),
                row.started(),
                newest == null ? row.sequence() : newest.sequence(),
                row.describedBy(),
                state,
                newest == null ? Mappings.TASKS.progress(row) : newest.progress(row.recordsExpected()),
                heard(row, last));
        TaskIds ids = new TaskIds(new TaskId(row.id()), new AuditId(row.auditId()), new FlowId(row.flowId()));
        return new KnownTask(ids, task, last == null ? Checkpoint.NONE : last.checkpoint());
    }
}
