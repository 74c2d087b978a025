package io.flowgauge.samples.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Finds the last order that may be extracted. Ids are drawn before their orders are committed, so an order below the newest id may
 * not be there yet: the mark is let settle, then every transaction that is still open is waited for. After that each id up to
 * the mark is an order or never will be.
 */
final class Watermark {
    static final String QUERY = SqlText.of("watermark.sql");

    private static final String NEXT_TRANSACTION = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint";
    private static final String OLDEST_OPEN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration OPEN_AT_MOST = Duration.ofSeconds(60);

    private final Duration settle;

    Watermark(Duration settle) {
        this.settle = settle;
    }

    long find(Connection db, JournaledTask task) throws SQLException, InterruptedException {
        long mark = number(db, QUERY);
        Thread.sleep(settle.toMillis());
        long horizon = number(db, NEXT_TRANSACTION);
        long deadline = System.nanoTime() + OPEN_AT_MOST.toNanos();
        while (number(db, OLDEST_OPEN) < horizon) {
            if (System.nanoTime() > deadline) {
                throw new SQLException("a transaction older than the watermark " + mark + " is still open after "
                        + OPEN_AT_MOST.toSeconds() + " s; see pg_stat_activity for it");
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        task.journal(db, 1);
        task.tell(1);
        return mark;
    }

    private static long number(Connection db, String query) throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
