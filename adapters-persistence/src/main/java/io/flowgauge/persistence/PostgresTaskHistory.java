package io.flowgauge.persistence;

import io.flowgauge.application.port.out.TaskHistory;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresTaskHistory implements TaskHistory {
    private static final int FETCHED_AT_ONCE = 2_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    PostgresTaskHistory(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Reach reach() {
        return Outage.guard(() -> jdbc.queryForObject(
                "SELECT snapshots_from, minutes_from, minutes_until, hours_until FROM flowgauge.rollup",
                (row, at) -> new Reach(instant(row, 1), instant(row, 2), instant(row, 3), instant(row, 4))));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    /** Both bounds of the moment, so that days are left out, and the key's rows of other tasks are skipped. */
    static final String CHECKS = "SELECT " + SnapshotRow.COLUMNS + """
             FROM flowgauge.task_snapshot
            WHERE tenant_id = ? AND task_id = ? AND checked_at > ? AND checked_at <= ?
            ORDER BY checked_at
            """;

    @Override
    public void checks(TenantId tenant, TaskId task, Instant after, Instant until, Consumer<Snapshot> each) {
        read(CHECKS, tenant, task, after, until, row -> each.accept(SnapshotRow.snapshot(row)));
    }

    /** By the key backwards; it goes past other tasks' rows, which are few where {@code until} is the task's last check. */
    static final String NEWEST = "SELECT " + SnapshotRow.COLUMNS + """
             FROM flowgauge.task_snapshot
            WHERE tenant_id = ? AND task_id = ? AND checked_at > ? AND checked_at <= ?
            ORDER BY checked_at DESC LIMIT 1
            """;

    @Override
    public Optional<Snapshot> newest(TenantId tenant, TaskId task, Instant after, Instant until) {
        return Outage.guard(() -> jdbc
                .query(
                        NEWEST,
                        (row, at) -> SnapshotRow.snapshot(row),
                        tenant.value(),
                        task.value(),
                        Timestamp.from(after),
                        Timestamp.from(until))
                .stream()
                .findFirst());
    }

    static final String MINUTES = rollups("flowgauge.task_minute");
    static final String HOURS = rollups("flowgauge.task_hour");

    private static String rollups(String table) {
        return "SELECT " + RollupRow.COLUMNS + " FROM " + table + """
                 WHERE tenant_id = ? AND task_id = ? AND starts_at >= ? AND starts_at < ?
                ORDER BY starts_at
                """;
    }

    @Override
    public void rollups(
            RollupStep step, TenantId tenant, TaskId task, Instant from, Instant to, Consumer<Rollup> each) {
        String query = switch (step) {
            case MINUTE -> MINUTES;
            case HOUR -> HOURS;
        };
        read(query, tenant, task, from, to, row -> each.accept(RollupRow.rollup(row)));
    }

    private void read(String query, TenantId tenant, TaskId task, Instant from, Instant to, RowCallbackHandler each) {
        PreparedStatementSetter arguments = statement -> {
            planForTheseArguments(statement);
            statement.setFetchSize(FETCHED_AT_ONCE);
            statement.setLong(1, tenant.value());
            statement.setLong(2, task.value());
            statement.setTimestamp(3, Timestamp.from(from));
            statement.setTimestamp(4, Timestamp.from(to));
        };
        // The driver reads row by row in a transaction alone: a long span of short steps has more rows than are to be
        // held.
        Outage.guard(() -> transaction.executeWithoutResult(status -> jdbc.query(query, arguments, each)));
    }

    /** Not once for all: a plan that knows the span leaves out the partitions that are not in it before it locks and opens them. */
    private static void planForTheseArguments(PreparedStatement statement) throws SQLException {
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
}
