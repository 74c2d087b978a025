package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryRows;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.RollupSum;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads on from a place in the key: nothing is held between two pages, neither a connection nor a lock that upkeep would have to wait for. */
final class PostgresHistoryRows implements HistoryRows {
    /** Less than the connection waits for an answer: a page that takes longer ends in the server too. */
    private static final int LONGEST_SECONDS = 15;

    private static final Duration MOST_AT_ONCE = Duration.ofDays(10);

    private final JdbcTemplate jdbc;
    private final Partitions partitions;

    PostgresHistoryRows(JdbcTemplate jdbc, Partitions partitions) {
        this.jdbc = jdbc;
        this.partitions = partitions;
    }

    @Override
    public List<Row> next(Wanted wanted, Optional<Place> after, int limit) {
        boolean ofAll = wanted.task().isEmpty() && wanted.flow().isEmpty();
        return Outage.guard(() -> wanted.resolution() == Resolution.HOURS && ofAll
                ? hours(wanted, after, limit)
                : page(wanted, wanted.from(), wanted.to(), after, limit));
    }

    // Hours are keyed by task, so those of one hour are put in order, and no more than those; where a tenant has none,
    // more at once.
    private List<Row> hours(Wanted wanted, Optional<Place> after, int limit) {
        List<Row> rows = new ArrayList<>();
        Instant hour = RollupStep.HOUR.ofStart(after.map(Place::at).orElseGet(() -> later(wanted.from(), firstHour())));
        Duration span = RollupStep.HOUR.length();
        while (rows.size() < limit && hour.isBefore(wanted.to())) {
            Instant next = hour.plus(span);
            Instant to = next.isBefore(wanted.to()) ? next : wanted.to();
            List<Row> some = page(wanted, later(hour, wanted.from()), to, after, limit - rows.size());
            rows.addAll(some);
            hour = next;
            span = some.isEmpty() && span.compareTo(MOST_AT_ONCE) < 0 ? span.multipliedBy(2) : RollupStep.HOUR.length();
        }
        return rows;
    }

    private Instant firstHour() {
        return partitions.there(PartitionedTable.TASK_HOUR).stream()
                .findFirst()
                .map(first -> first.atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(Instant.EPOCH);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** With the columns of its resolution, the moment's name and its table; then what narrows it. */
    private static final String PAGE = """
            SELECT page.*, task.audit_id, task.flow_id, flow.name, task.name, task.request_id, task.type
            FROM (SELECT %1$s FROM flowgauge.%3$s
                  WHERE tenant_id = ? AND %2$s >= ? AND %2$s < ?%4$s
                  ORDER BY %2$s, task_id LIMIT ?) AS page
            LEFT JOIN flowgauge.task_run task USING (tenant_id, task_id)
            LEFT JOIN flowgauge.flow flow ON flow.tenant_id = page.tenant_id AND flow.flow_id = task.flow_id
            ORDER BY page.%2$s, page.task_id
            """;

    /** Of tasks that have rows from then on: see V010. */
    private static final String OF_FLOW = """
             AND task_id = ANY (ARRAY(
                SELECT task_id FROM flowgauge.task_run
                WHERE tenant_id = ? AND flow_id = ? AND heard >= ?::timestamptz - interval '1 hour' AND begun < ?
                UNION ALL
                SELECT task_id FROM flowgauge.task_run
                WHERE tenant_id = ? AND flow_id = ? AND state IN ('running', 'lost') AND (state = 'running' OR checked_at >= ?)))
            """;

    private List<Row> page(Wanted wanted, Instant from, Instant to, Optional<Place> after, int limit) {
        boolean isChecks = wanted.resolution() == Resolution.CHECKS;
        return jdbc.query(
                query(wanted, after.isPresent()),
                statement -> set(statement, wanted, from, to, after, limit),
                (row, at) -> isChecks
                        ? new Row(check(SnapshotRow.snapshot(row)), named(row, SnapshotRow.COLUMN_COUNT))
                        : new Row(RollupRow.rollup(row), named(row, RollupRow.COLUMN_COUNT)));
    }

    static String query(Wanted wanted, boolean goesOn) {
        boolean isChecks = wanted.resolution() == Resolution.CHECKS;
        String moment = isChecks ? "checked_at" : "starts_at";
        String narrower = (goesOn ? " AND (" + moment + ", task_id) > (?, ?)" : "")
                + (wanted.task().isPresent() ? " AND task_id = ?" : "")
                + (wanted.flow().isPresent() ? OF_FLOW : "");
        return PAGE.formatted(
                isChecks ? SnapshotRow.COLUMNS : RollupRow.COLUMNS, moment, table(wanted.resolution()), narrower);
    }

    private static String table(Resolution resolution) {
        return switch (resolution) {
            case CHECKS -> "task_snapshot";
            case MINUTES -> "task_minute";
            case HOURS -> "task_hour";
        };
    }

    static void set(
            PreparedStatement statement, Wanted wanted, Instant from, Instant to, Optional<Place> after, int limit)
            throws SQLException {
        // Planned for its arguments: see PostgresTaskHistory.
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        statement.setQueryTimeout(LONGEST_SECONDS);
        int next = 1;
        statement.setLong(next++, wanted.tenant().value());
        // Partitions before the place are left out by the moment alone.
        Timestamp first =
                Timestamp.from(after.map(Place::at).map(at -> later(at, from)).orElse(from));
        statement.setTimestamp(next++, first);
        statement.setTimestamp(next++, Timestamp.from(to));
        if (after.isPresent()) {
            statement.setTimestamp(next++, Timestamp.from(after.get().at()));
            statement.setLong(next++, after.get().task().value());
        }
        if (wanted.task().isPresent()) {
            statement.setLong(next++, wanted.task().get().value());
        }
        if (wanted.flow().isPresent()) {
            statement.setLong(next++, wanted.tenant().value());
            statement.setLong(next++, wanted.flow().get().value());
            statement.setTimestamp(next++, first);
            statement.setTimestamp(next++, Timestamp.from(to));
            statement.setLong(next++, wanted.tenant().value());
            statement.setLong(next++, wanted.flow().get().value());
            statement.setTimestamp(next++, first);
        }
        statement.setInt(next, limit);
    }

    private static Rollup check(Snapshot check) {
        RollupSum one = new RollupSum(check.tenant(), check.task());
        one.add(check);
        return one.from(check.checkedAt());
    }

    private static Optional<Named> named(ResultSet row, int before) throws SQLException {
        Long run = SnapshotRow.number(row, before + 1);
        if (run == null) {
            return Optional.empty();
        }
        return Optional.of(new Named(
                new AuditId(run),
                new FlowId(row.getLong(before + 2)),
                row.getString(before + 3),
                row.getString(before + 4),
                new RequestId(row.getString(before + 5)),
                TaskType.ofWord(row.getString(before + 6)).orElseThrow()));
    }
}
