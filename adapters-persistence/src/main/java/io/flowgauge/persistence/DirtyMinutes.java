package io.flowgauge.persistence;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;

/** Makes minutes anew that got a row after they had been closed, and the hours that were made from them. */
final class DirtyMinutes {
    // Only rows of tasks that have rows below are made anew. Of a time whose rows below may have been dropped, rows
    // that
    // are there stay: what they were made from is gone.

    private record Key(long tenant, long task) {
        static Key of(Rollup rollup) {
            return new Key(rollup.tenant().value(), rollup.task().value());
        }
    }

    private static final int FETCHED_AT_ONCE = 2_000;

    private final JdbcTemplate jdbc;
    private final Partitions partitions;

    DirtyMinutes(JdbcTemplate jdbc, Partitions partitions) {
        this.jdbc = jdbc;
        this.partitions = partitions;
    }

    /** In the transaction that runs. False when none is dirty, of those that are made. */
    boolean remakeOldest() {
        // Waits for who is writing late rows of that minute, and so sees them.
        List<Instant> oldest = jdbc.query("""
                DELETE FROM flowgauge.dirty_minute
                WHERE starts_at = (SELECT min(starts_at) FROM flowgauge.dirty_minute)
                  AND starts_at < (SELECT minutes_until FROM flowgauge.rollup)
                RETURNING starts_at
                """, (row, at) -> row.getTimestamp(1).toInstant());
        for (Instant minute : oldest) {
            remake(minute);
        }
        return !oldest.isEmpty();
    }

    private void remake(Instant minute) {
        Instant end = minute.plus(RollupStep.MINUTE.length());
        List<Rollup> made = new ArrayList<>();
        RollupSums<Snapshot> sums = RollupSums.ofChecks(made::add);
        stream(
                "SELECT " + SnapshotRow.COLUMNS + " FROM flowgauge.task_snapshot WHERE "
                        + TimeScan.allTenants(jdbc) + " AND checked_at > '" + minute
                        + "' AND checked_at <= '" + end + "' ORDER BY tenant_id, checked_at, task_id",
                statement -> {},
                row -> sums.add(SnapshotRow.snapshot(row)));
        sums.end();
        List<Rollup> changed = withoutThoseThatAreThere(minute, made);
        replace(PartitionedTable.TASK_MINUTE, changed, !minute.isBefore(from("snapshots_from")));

        Instant hour = RollupStep.HOUR.ofStart(minute);
        if (!hour.plus(RollupStep.HOUR.length()).isAfter(from("hours_until")) && !changed.isEmpty()) {
            remakeHour(hour, changed);
        }
    }

    /** Of a minute of many tasks few got a late check: the others' rows and hours need not be written again. */
    private List<Rollup> withoutThoseThatAreThere(Instant minute, List<Rollup> made) {
        Set<Rollup> there = new HashSet<>();
        stream(
                "SELECT " + RollupRow.COLUMNS + " FROM flowgauge.task_minute WHERE " + TimeScan.allTenants(jdbc)
                        + " AND starts_at = '" + minute + "'",
                statement -> {},
                row -> there.add(RollupRow.rollup(row)));
        return made.stream().filter(rollup -> !there.contains(rollup)).toList();
    }

    private void remakeHour(Instant hour, List<Rollup> minutes) {
        List<Rollup> made = new ArrayList<>();
        RollupSums<Rollup> sums = RollupSums.ofMinutes(made::add);
        Columns<Key> given = keys(minutes);
        stream(
                "SELECT " + RollupRow.COLUMNS + " FROM flowgauge.task_minute JOIN " + given.given()
                        + " USING (tenant_id, task_id) WHERE starts_at >= '" + hour + "' AND starts_at < '"
                        + hour.plus(RollupStep.HOUR.length()) + "' ORDER BY tenant_id, starts_at, task_id",
                given::set,
                row -> sums.add(RollupRow.rollup(row)));
        sums.end();
        replace(PartitionedTable.TASK_HOUR, made, !hour.isBefore(from("minutes_from")));
    }

    private interface Each {
        void row(ResultSet row) throws SQLException;
    }

    /** Row by row: there may be more than fit into memory. */
    private void stream(String query, PreparedStatementSetter arguments, Each each) {
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(query);
                    statement.setFetchSize(FETCHED_AT_ONCE);
                    arguments.setValues(statement);
                    return statement;
                },
                (ResultSet row) -> each.row(row));
    }

    private Instant from(String column) {
        Timestamp at = jdbc.queryForObject("SELECT " + column + " FROM flowgauge.rollup", Timestamp.class);
        return at == null ? Instant.EPOCH : at.toInstant();
    }

    private static Columns<Key> keys(List<Rollup> rollups) {
        return Columns.of(rollups.stream().map(Key::of).distinct().toList())
                .bigint("tenant_id", Key::tenant)
                .bigint("task_id", Key::task);
    }

    /** Writes rollups that all begin at one moment in place of those that are there, or, unless {@code anew}, beside them. */
    private void replace(PartitionedTable table, List<Rollup> rollups, boolean anew) {
        if (rollups.isEmpty()) {
            return;
        }
        Instant startsAt = rollups.get(0).startsAt();
        partitions.makeFor(table, List.of(startsAt));
        Columns<Key> given = keys(rollups);
        String those = " USING " + given.given() + " WHERE rollup.starts_at = '" + startsAt
                + "' AND rollup.tenant_id = given.tenant_id AND rollup.task_id = given.task_id";
        Set<Key> there = new HashSet<>();
        if (anew) {
            jdbc.update("DELETE FROM " + table.qualified() + " rollup" + those, given::set);
        } else {
            jdbc.query(
                    "SELECT rollup.tenant_id, rollup.task_id FROM " + table.qualified() + " rollup"
                            + those.replace(" USING ", ", "),
                    given::set,
                    row -> {
                        there.add(new Key(row.getLong(1), row.getLong(2)));
                    });
        }
        List<Rollup> missing = rollups.stream()
                .filter(rollup -> !there.contains(Key.of(rollup)))
                .toList();
        if (!missing.isEmpty()) {
            CopyRow copy = new CopyRow(missing.size());
            missing.forEach(rollup -> RollupRow.write(copy, rollup));
            Copy.into(jdbc, table.qualified(), RollupRow.COLUMNS, copy);
        }
    }
}
