package io.flowgauge.persistence;

import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Marks the minutes dirty that rows of checks come too late for; in the transaction that writes the rows, before it does. */
final class LateChecks {
    // Who closes minutes waits until all who hold the shared lock have committed. So a writer either sees its minute
    // closed and marks it, or its row is there before the minute is made. The mark is written also where there is one:
    // its row lock keeps the minute from being made anew before this transaction's rows can be seen.

    private final JdbcTemplate jdbc;

    LateChecks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void mark(List<Snapshot> snapshots) {
        Instant closedUntil = closedUntil();
        Set<Instant> late = snapshots.stream()
                .map(Snapshot::checkedAt)
                .filter(checkedAt -> !checkedAt.isAfter(closedUntil))
                .map(RollupStep.MINUTE::ofCheck)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!late.isEmpty()) {
            Columns<Instant> given = Columns.of(List.copyOf(late)).timestamp("starts_at", minute -> minute);
            jdbc.update(
                    "INSERT INTO flowgauge.dirty_minute (starts_at) SELECT starts_at FROM " + given.given()
                            + " ORDER BY starts_at ON CONFLICT (starts_at) DO UPDATE SET starts_at = excluded.starts_at",
                    given::set);
        }
    }

    /** In one round trip, but read by a statement of its own: one that waits for the lock sees what was before it waited. */
    private Instant closedUntil() {
        String query = AdvisoryLock.CHECKS.shared() + "; SELECT closed_until FROM flowgauge.rollup";
        Instant closed = jdbc.execute((Connection connection) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(query);
                statement.getMoreResults();
                return closedUntil(statement);
            }
        });
        return closed == null ? Instant.EPOCH : closed;
    }

    private static Instant closedUntil(Statement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }
}
