package io.flowgauge.persistence;

import io.flowgauge.application.port.out.FlowRuns.TaskPlace;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tasks as the history has them: their row, with the numbers of their last snapshot where they have one. */
final class KnownTasks {
    /** A task that runs has its last snapshot among those of so long before the newest one of its tenant, or none, but for oddities. */
    private static final Duration NEWEST = Duration.ofMinutes(15);

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

    Optional<KnownTask> of(TenantId tenant, TaskId id) {
        return known(rows.byId(tenant.value(), id.value())).stream().findFirst();
    }

    List<KnownTask> of(TenantId tenant, AuditId run, TaskPlace after, int limit) {
        return known(rows.ofRun(
                tenant.value(), run.value(), after.started(), after.task().value(), limit));
    }

    Map<AuditId, List<KnownTask>> firstOf(TenantId tenant, Collection<AuditId> runs, int each) {
        return known(rows.firstOfRuns(
                        tenant.value(), runs.stream().map(AuditId::value).toList(), each))
                .stream()
                .collect(Collectors.groupingBy(task -> task.ids().run()));
    }

    private List<KnownTask> known(List<TaskRow> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        Map<Long, Snapshot> last =
                last(tasks.stream().filter(KnownTasks::mayGoOnFromASnapshot).toList());
        Map<Long, Map<String, String>> labels = labels(keys(tasks));
        return tasks.stream()
                .map(row -> known(row, last.get(row.id()), labels.getOrDefault(row.id(), Map.of())))
                .toList();
    }

    private static Columns<TaskRow> keys(List<TaskRow> tasks) {
        return Columns.of(tasks).bigint("tenant_id", TaskRow::tenantId).bigint("task_id", TaskRow::id);
    }

    /** An ended task never goes on, and the row of a lost one has all that its last snapshot has. */
    private static boolean mayGoOnFromASnapshot(TaskRow row) {
        return row.state().equals(TaskState.Kind.RUNNING.word())
                || (row.state().equals(TaskState.Kind.LOST.word()) && row.checkedAt() == null);
    }

    // The key is in the order of time, so a task is searched backwards check by check. One that has none would be
    // searched for to the beginning of the history: only those that are old enough to have one there are.
    private Map<Long, Snapshot> last(List<TaskRow> tasks) {
        Map<Long, Snapshot> last = new HashMap<>();
        tasks.stream()
                .collect(Collectors.groupingBy(TaskRow::tenantId))
                .forEach((tenant, ofTenant) -> newest(tenant).ifPresent(newest -> {
                    Instant since = newest.minus(NEWEST);
                    last.putAll(last(ofTenant, since));
                    last.putAll(last(
                            ofTenant.stream()
                                    .filter(task -> !last.containsKey(task.id())
                                            && task.begun().isBefore(since))
                                    .toList(),
                            Instant.EPOCH));
                }));
        return last;
    }

    private Optional<Instant> newest(long tenant) {
        return Optional.ofNullable(jdbc.queryForObject(
                        "SELECT max(checked_at) FROM flowgauge.task_snapshot WHERE tenant_id = ?",
                        Timestamp.class,
                        tenant))
                .map(Timestamp::toInstant);
    }

    private Map<Long, Snapshot> last(List<TaskRow> tasks, Instant since) {
        Map<Long, Snapshot> last = new HashMap<>();
        if (!tasks.isEmpty()) {
            Columns<TaskRow> keys = keys(tasks);
            jdbc.query(
                    "SELECT last.* FROM " + keys.given() + " CROSS JOIN LATERAL (SELECT " + SnapshotRow.COLUMNS + """
                             FROM flowgauge.task_snapshot snapshot
                            WHERE snapshot.tenant_id = given.tenant_id AND snapshot.task_id = given.task_id
                              AND snapshot.checked_at >= '"""
                            + since + "' ORDER BY checked_at DESC LIMIT 1) AS last",
                    keys::set,
                    row -> {
                        Snapshot snapshot = SnapshotRow.snapshot(row);
                        last.put(snapshot.task().value(), snapshot);
                    });
        }
        return last;
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
    private static Instant heard(TaskRow row, @Nullable Snapshot last) {
        if (last == null || !row.state().equals(TaskState.Kind.RUNNING.word())) {
            return row.heard();
        }
        return last.checkedAt().isAfter(row.heard()) ? last.checkedAt() : row.heard();
    }

    private static KnownTask known(TaskRow row, @Nullable Snapshot last, Map<String, String> labels) {
        Snapshot newest = last == null || last.sequence() < row.sequence() ? null : last;
        Task task = new Task(
                new TenantId(row.tenantId()),
                new RequestId(row.requestId()),
                Mappings.TASKS.description(row, labels),
                row.started(),
                newest == null ? row.sequence() : newest.sequence(),
                row.describedBy(),
                Mappings.TASKS.state(row.state(), row.ended(), row.error(), row.endedBy()),
                newest == null ? Mappings.TASKS.progress(row) : progress(newest, row.recordsExpected()),
                heard(row, last));
        TaskIds ids = new TaskIds(new TaskId(row.id()), new AuditId(row.auditId()), new FlowId(row.flowId()));
        return new KnownTask(ids, task, last == null ? checkpoint(row) : last.checkpoint());
    }

    private static Checkpoint checkpoint(TaskRow row) {
        return row.checkedAt() == null
                ? Checkpoint.NONE
                : new Checkpoint(
                        row.checkedAt(),
                        row.records(),
                        Mappings.TASKS.progress(row).latency(),
                        null);
    }

    /** How many records there will be is no part of a snapshot. */
    private static Progress progress(Snapshot last, @Nullable Long recordsExpected) {
        Progress progress = last.progress();
        return new Progress(
                progress.records(),
                recordsExpected,
                progress.recordsFailed(),
                progress.bytes(),
                progress.lastRecordReceived(),
                progress.latency(),
                null);
    }
}
