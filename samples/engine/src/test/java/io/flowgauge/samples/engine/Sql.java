package io.flowgauge.samples.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What tests ask a database and tell it. */
final class Sql {
    /** The two tables hold the same orders; 0 rows: they do. */
    static final String UNLIKE = """
            SELECT count(*) FROM
              (SELECT id, customer, product, quantity, price_cents, status, placed_at FROM shop.orders) s
              FULL JOIN
              (SELECT id, customer, product, quantity, price_cents, status, placed_at FROM warehouse.orders) w
              ON s = w
             WHERE s.id IS NULL OR w.id IS NULL""";

    private Sql() {}

    static long number(EngineDatabase database, String query) throws SQLException {
        try (Connection db = database.connect("test");
                Statement sql = db.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    static void run(EngineDatabase database, String script) throws SQLException {
        try (Connection db = database.connect("test");
                Statement sql = db.createStatement()) {
            sql.execute(script);
        }
    }

    static long moved(EngineDatabase database, String requestId) throws SQLException {
        return number(database, "SELECT records FROM engine.moved WHERE request_id = '" + requestId + "'");
    }

    /** So many orders, each with what it brings about. */
    static void orders(EngineDatabase database, int count) throws SQLException {
        try (Connection db = database.connect("test")) {
            db.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                Shop.order(db);
                db.commit();
            }
        }
    }
}
