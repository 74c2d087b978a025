package io.flowgauge.samples.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Work that PostgreSQL does whole or not at all. */
@FunctionalInterface
interface Transaction {
    void work() throws SQLException, IOException;

    static void run(Connection db, Transaction transaction) throws SQLException, IOException {
        db.setAutoCommit(false);
        try {
            transaction.work();
            db.commit();
        } catch (SQLException | IOException | RuntimeException e) {
            try {
                db.rollback();
            } catch (SQLException alsoGone) {
                e.addSuppressed(alsoGone);
            }
            throw e;
        } finally {
            if (!db.isClosed()) {
                db.setAutoCommit(true);
            }
        }
    }
}
