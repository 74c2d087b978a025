package io.flowgauge.persistence;

import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Marks the minutes dirty that rows of checks come too late for; in the transaction that writes the rows, before it does. */
final class LateChecks {
    // Who closes minutes waits until all who hold the shared lock have committed. So a writer either sees its minute
    // closed and marks it, or its row is there before the minute is made. The mark is written also where there is one:
    // its row lock keeps the minute from being made anew before this transaction's rows can be seen.
    //
    // In the same way who deletes a tenant waits for them once: those who come later see that it is being deleted.

    private final JdbcTemplate jdbc;

    LateChecks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns those that are to be written: of tenants that are there, and not being deleted. */
    List<Snapshot> mark(List<Snapshot> snapshots) {
        Now now = now();
        List<Snapshot> kept = snapshots.stream()
                .filter(snapshot -> now.tenants().contains(snapshot.tenant().value()))
                .toList();
        Set<Instant> late = kept.stream()
                .map(Snapshot::checkedAt)
                .filter(checkedAt -> !checkedAt.isAfter(now.closedUntil()))
                .map(RollupStep.MINUTE::ofCheck)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!late.isEmpty()) {
            Columns<Instant> given = Columns.of(List.copyOf(late)).timestamp("starts_at", minute -> minute);
            jdbc.update(
                    "INSERT INTO flowgauge.dirty_minute (starts_at) SELECT starts_at FROM " + given.given()
                            + " ORDER BY starts_at ON CONFLICT (starts_at) DO UPDATE SET starts_at = excluded.starts_at",
                    given::set);
        }
        return kept;
    }

    private record Now(Instant closedUntil, Set<Long> tenants) {}

    /** In one round trip, but read by a statement of its own: one that waits for the lock sees what was before it waited. */
    private Now now() {
        String query = AdvisoryLock.CHECKS.shared() + """
                ; SELECT closed_until, ARRAY (SELECT tenant_id FROM flowgauge.tenant WHERE state <> 'deleting')
                FROM flowgauge.rollup
                """;
        Now now = jdbc.execute((Connection connection) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(query);
                statement.getMoreResults();
                return now(statement);
            }
        });
        return Objects.requireNonNull(now);
    }

    private static Now now(Statement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return new Now(row.getTimestamp(1).toInstant(), Set.of((Long[])
                    row.getArray(2).getArray()));
        }
    }
}
