package io.flowgauge.persistence;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskSummary;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps the rows of runs in step with the lives that follow from their tasks; the rule is the domain's. */
final class RunLives {
    record Key(TenantId tenant, AuditId run) {}

    private record Lived(Key key, RunLife life) {}

    private static final String SUMMARY = """
            task.tenant_id, task.audit_id, task.task_id, task.type, task.state, task.records, task.started, task.ended, task.owner,
            left(task.error, 16384) AS error, task.ended_by""";

    private final JdbcTemplate jdbc;

    RunLives(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Locks runs until the transaction ends, in one order everywhere. Before their tasks are changed: of two transactions that
     * end the last two tasks of a run, the second then sees what the first did.
     */
    void lock(Collection<Key> runs) {
        Columns<Key> given = columns(runs);
        jdbc.query(
                "SELECT 1 FROM flowgauge.flow_run run JOIN " + given.given()
                        + " USING (tenant_id, audit_id) ORDER BY run.tenant_id, run.audit_id FOR UPDATE OF run",
                given::set,
                row -> {});
    }

    private static Columns<Key> columns(Collection<Key> runs) {
        return Columns.of(runs.stream()
                        .distinct()
                        .sorted(Comparator.comparing(Key::tenant).thenComparing(Key::run))
                        .toList())
                .bigint("tenant_id", key -> key.tenant().value())
                .bigint("audit_id", key -> key.run().value());
    }

    /** Writes the lives of locked runs anew. */
    void refresh(Collection<Key> runs) {
        Columns<Key> given = columns(runs);
        Map<Key, List<TaskSummary>> tasks = new HashMap<>();
        Map<Key, Optional<RunStatement.Said>> said = new HashMap<>();
        jdbc.query("""
                SELECT\s""" + SUMMARY + """
                , run.said_at, run.said_state, run.said_error
                FROM flowgauge.flow_run run
                JOIN flowgauge.task_run task USING (tenant_id, audit_id)
                JOIN\s""" + given.given() + " USING (tenant_id, audit_id)", given::set, row -> {
            Key key = new Key(new TenantId(row.getLong("tenant_id")), new AuditId(row.getLong("audit_id")));
            tasks.computeIfAbsent(key, run -> new ArrayList<>()).add(summary(row));
            said.putIfAbsent(key, said(row));
        });
        write(tasks.entrySet().stream()
                .map(run -> new Lived(
                        run.getKey(), RunLife.of(run.getValue(), said.getOrDefault(run.getKey(), Optional.empty()))))
                .toList());
    }

    /** The tasks of runs, by run. */
    Map<AuditId, List<TaskSummary>> tasks(TenantId tenant, Collection<AuditId> runs) {
        Map<AuditId, List<TaskSummary>> tasks = new HashMap<>();
        Columns<Key> given =
                columns(runs.stream().map(run -> new Key(tenant, run)).toList());
        jdbc.query(
                "SELECT " + SUMMARY + " FROM flowgauge.task_run task JOIN " + given.given()
                        + " USING (tenant_id, audit_id)",
                given::set,
                row -> {
                    tasks.computeIfAbsent(new AuditId(row.getLong("audit_id")), run -> new ArrayList<>())
                            .add(summary(row));
                });
        return tasks;
    }

    private static TaskSummary summary(ResultSet row) throws SQLException {
        Instant ended = instant(row, "ended");
        String error = row.getString("error");
        return new TaskSummary(
                new TaskId(row.getLong("task_id")),
                TaskType.ofWord(row.getString("type")).orElseThrow(),
                Mappings.TASKS.state(row.getString("state"), ended, error, row.getString("ended_by")),
                row.getLong("records"),
                row.getTimestamp("started").toInstant(),
                ended,
                row.getString("owner"),
                error);
    }

    private static Optional<RunStatement.Said> said(ResultSet row) throws SQLException {
        Instant at = instant(row, "said_at");
        if (at == null) {
            return Optional.empty();
        }
        String state = row.getString("said_state");
        RunState said = state == null ? null : RunState.ofWord(state).orElseThrow();
        return Optional.of(
                new RunStatement.Said(new RunStatement(said, null, null, null, row.getString("said_error")), at));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private void write(List<Lived> lives) {
        Columns<Lived> given = Columns.of(lives)
                .bigint("tenant_id", lived -> lived.key().tenant().value())
                .bigint("audit_id", lived -> lived.key().run().value())
                .text("state", lived -> lived.life().state().word())
                .timestamp("started", lived -> lived.life().started())
                .timestamp("ended", lived -> lived.life().ended())
                .bigint("records", lived -> lived.life().records())
                .text("owner", lived -> lived.life().user())
                .text("error", lived -> lived.life().error());
        jdbc.update(
                """
                UPDATE flowgauge.flow_run run
                SET state = given.state, started = given.started, ended = given.ended, records = given.records,
                    owner = given.owner, error = given.error
                FROM\s""" + given.given() + " WHERE run.tenant_id = given.tenant_id AND run.audit_id = given.audit_id",
                given::set);
    }
}
