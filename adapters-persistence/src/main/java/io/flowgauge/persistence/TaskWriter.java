package io.flowgauge.persistence;

import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of tasks and their labels, many in one statement. */
final class TaskWriter {
    /** A task with the run it belongs to, before it has a number. */
    record New(Task task, Instant begun, RunWriter.Run run) {}

    /**
     * A task that has its number.
     *
     * @param last its last check
     */
    record Numbered(TaskIds ids, Task task, Checkpoint last) {}

    private record Label(TenantId tenant, TaskId task, String name, String value) {}

    private final JdbcTemplate jdbc;

    TaskWriter(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Inserts the tasks whose request id is new, and returns their numbers by request id. All are of one tenant or of several. */
    Map<RequestOf, TaskId> insert(List<New> tasks) {
        Columns<New> given = Columns.of(tasks)
                .bigint("tenant_id", row -> row.task().tenant().value())
                .bigint("flow_id", row -> row.run().flow().value())
                .bigint("audit_id", row -> row.run().id().value())
                .text("request_id", row -> row.task().requestId().value())
                .timestamp("started", row -> row.task().started())
                .timestamp("begun", New::begun)
                .bigint(
                        "started_told_ms",
                        row -> row.task().description().started().toEpochMilli())
                .text("type", row -> row.task().description().type().word());
        described(given, New::task);
        numbers(given, New::task);
        Map<RequestOf, TaskId> inserted = new HashMap<>();
        jdbc.query(
                "INSERT INTO flowgauge.task_run (" + given.names() + ") SELECT " + given.names() + " FROM "
                        + given.given()
                        + """
                         WHERE NOT EXISTS (SELECT FROM flowgauge.task_run there
                                          WHERE there.tenant_id = given.tenant_id AND there.request_id = given.request_id)
                        ORDER BY tenant_id, request_id
                        ON CONFLICT (tenant_id, request_id) DO NOTHING
                        RETURNING tenant_id, request_id, task_id
                        """,
                given::set,
                row -> {
                    inserted.put(
                            new RequestOf(new TenantId(row.getLong("tenant_id")), row.getString("request_id")),
                            new TaskId(row.getLong("task_id")));
                });
        List<Numbered> withLabels = new ArrayList<>();
        for (New row : tasks) {
            TaskId id = inserted.get(RequestOf.of(row.task()));
            if (id != null) {
                withLabels.add(
                        new Numbered(new TaskIds(id, row.run().id(), row.run().flow()), row.task(), Checkpoint.NONE));
            }
        }
        insertLabels(withLabels);
        return inserted;
    }

    record RequestOf(TenantId tenant, String requestId) {
        static RequestOf of(Task task) {
            return new RequestOf(task.tenant(), task.requestId().value());
        }
    }

    /** Ends the tasks that have not ended, and returns those. */
    Set<TaskId> end(List<Numbered> tasks) {
        Columns<Numbered> given = keys(tasks);
        numbers(given, Numbered::task);
        Set<TaskId> ended = new HashSet<>();
        jdbc.query(
                "UPDATE flowgauge.task_run task SET checked_at = NULL, " + SET_NUMBERS + " FROM " + given.given() + """
                         WHERE task.tenant_id = given.tenant_id AND task.task_id = given.task_id AND task.state IN ('running', 'lost')
                        RETURNING task.task_id
                        """,
                given::set,
                row -> {
                    ended.add(new TaskId(row.getLong("task_id")));
                });
        describe(tasks);
        return ended;
    }

    /**
     * Waits for the transactions that are changing these tasks, within the transaction that runs, for 2 s at most. One whose connection died at
     * its commit holds its locks until the server has seen the commit or the end of the connection.
     */
    void awaitWritten(TenantId tenant, Collection<RequestId> requestIds) {
        jdbc.execute("SET LOCAL lock_timeout = '2s'");
        Columns<RequestId> given = Columns.of(List.copyOf(requestIds))
                .bigint("tenant_id", id -> tenant.value())
                .text("request_id", RequestId::value);
        jdbc.query(
                "SELECT 1 FROM flowgauge.task_run task JOIN " + given.given()
                        + " USING (tenant_id, request_id) FOR SHARE OF task",
                given::set,
                row -> {});
    }

    /** Takes over numbers and state of tasks that run or are lost; those that the history has as ended stay as they are. */
    void update(List<Numbered> tasks) {
        List<Numbered> unfinished =
                tasks.stream().filter(task -> !task.task().hasEnded()).toList();
        if (!unfinished.isEmpty()) {
            Columns<Numbered> given = keys(unfinished);
            numbers(given, Numbered::task);
            given.timestamp(
                    "checked_at",
                    row -> row.task().isRunning() ? null : row.last().at());
            jdbc.update(
                    "UPDATE flowgauge.task_run task SET checked_at = given.checked_at, " + SET_NUMBERS + " FROM "
                            + given.given() + """
                             WHERE task.tenant_id = given.tenant_id AND task.task_id = given.task_id AND task.state IN ('running', 'lost')
                              AND task.sequence <= given.sequence
                            """,
                    given::set);
        }
        describe(tasks);
    }

    /** Takes over descriptions, unless the stored one is newer. */
    private void describe(List<Numbered> tasks) {
        Columns<Numbered> given = keys(tasks);
        described(given, Numbered::task);
        Set<TaskId> changed = new HashSet<>();
        jdbc.query("""
                UPDATE flowgauge.task_run task
                SET described_by = given.described_by, name = given.name, owner = given.owner, engine = given.engine,
                    language = given.language, link = given.link, parent_request_id = given.parent_request_id, code = given.code
                FROM\s""" + given.given() + """
                         WHERE task.tenant_id = given.tenant_id AND task.task_id = given.task_id
                          AND task.described_by < given.described_by
                        RETURNING task.task_id
                        """, given::set, row -> {
            changed.add(new TaskId(row.getLong("task_id")));
        });
        List<Numbered> relabelled = tasks.stream()
                .filter(task -> changed.contains(task.ids().task()))
                .toList();
        if (!relabelled.isEmpty()) {
            Columns<Numbered> old = keys(relabelled);
            jdbc.update(
                    "DELETE FROM flowgauge.task_label label USING " + old.given()
                            + " WHERE label.tenant_id = given.tenant_id AND label.task_id = given.task_id",
                    old::set);
            insertLabels(relabelled);
        }
    }

    private void insertLabels(List<Numbered> tasks) {
        List<Label> labels = new ArrayList<>();
        for (Numbered task : tasks) {
            task.task()
                    .description()
                    .labels()
                    .forEach((name, value) -> labels.add(
                            new Label(task.task().tenant(), task.ids().task(), name, value)));
        }
        if (labels.isEmpty()) {
            return;
        }
        Columns<Label> given = Columns.of(labels)
                .bigint("tenant_id", label -> label.tenant().value())
                .bigint("task_id", label -> label.task().value())
                .text("name", Label::name)
                .text("value", Label::value);
        jdbc.update(
                "INSERT INTO flowgauge.task_label (" + given.names() + ") SELECT " + given.names() + " FROM "
                        + given.given(),
                given::set);
    }

    private static Columns<Numbered> keys(List<Numbered> tasks) {
        return Columns.of(tasks)
                .bigint("tenant_id", row -> row.task().tenant().value())
                .bigint("task_id", row -> row.ids().task().value());
    }

    private static <T> void described(Columns<T> given, Function<T, Task> task) {
        given.bigint("described_by", row -> task.apply(row).describedBy());
        text(given, task, "name", TaskDescription::name);
        text(given, task, "owner", TaskDescription::owner);
        text(given, task, "engine", TaskDescription::engine);
        text(given, task, "language", TaskDescription::language);
        text(given, task, "link", TaskDescription::link);
        text(given, task, "parent_request_id", TaskDescription::parentRequestId);
        text(given, task, "code", TaskDescription::code);
    }

    private static <T> void text(
            Columns<T> given,
            Function<T, Task> task,
            String column,
            Function<TaskDescription, @Nullable String> value) {
        given.text(column, row -> value.apply(task.apply(row).description()));
    }

    private static final String SET_NUMBERS = """
            sequence = given.sequence, state = given.state, ended = given.ended, error = given.error, ended_by = given.ended_by,
            heard = greatest(task.heard, given.heard), last_record = given.last_record, records = given.records,
            records_expected = given.records_expected, records_failed = given.records_failed, bytes = given.bytes,
            latency_count = given.latency_count, latency_sum_ms = given.latency_sum_ms, latency_min_ms = given.latency_min_ms,
            latency_max_ms = given.latency_max_ms, latency_last_ms = given.latency_last_ms
            """;

    private static <T> void numbers(Columns<T> given, Function<T, Task> task) {
        given.bigint("sequence", row -> task.apply(row).sequence())
                .text("state", row -> task.apply(row).state().word())
                .timestamp("ended", row -> task.apply(row).ended())
                .text("error", row -> task.apply(row).state() instanceof TaskState.Ended ended ? ended.error() : null)
                .text("ended_by", row -> task.apply(row).state() instanceof TaskState.Ended ended ? ended.by() : null)
                .timestamp("heard", row -> task.apply(row).heard())
                .timestamp("last_record", row -> task.apply(row).progress().lastRecordReceived())
                .bigint("records", row -> task.apply(row).progress().records())
                .bigint("records_expected", row -> task.apply(row).progress().recordsExpected())
                .bigint("records_failed", row -> task.apply(row).progress().recordsFailed())
                .bigint("bytes", row -> task.apply(row).progress().bytes());
        latency(given, task, "latency_count", LatencyStats::count);
        latency(given, task, "latency_sum_ms", LatencyStats::sumMs);
        latency(given, task, "latency_min_ms", LatencyStats::minMs);
        latency(given, task, "latency_max_ms", LatencyStats::maxMs);
        latency(given, task, "latency_last_ms", LatencyStats::lastMs);
    }

    private static <T> void latency(
            Columns<T> given, Function<T, Task> task, String column, Function<LatencyStats, Long> value) {
        given.bigint(column, row -> {
            LatencyStats latency = task.apply(row).progress().latency();
            return latency == null ? null : value.apply(latency);
        });
    }
}
