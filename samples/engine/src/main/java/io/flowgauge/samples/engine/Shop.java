package io.flowgauge.samples.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shop that writes orders into {@code shop.orders}: each new one is a transaction that also moves an older one on, now and then
 * withdraws one, and forgets what is 100,000 orders old.
 */
final class Shop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Shop.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final int OPENING_ORDERS = 500;
    private static final int WITHDRAWN_EVERY = 40;
    private static final int KEPT = 100_000;
    private static final List<String> CUSTOMERS = List.of("ada", "björn", "chiara", "dmitri", "esra", "fatou");
    private static final List<String> PRODUCTS = List.of("Lamp", "Chair", "Teapot", "Rug", "Clock");

    private final EngineDatabase database;
    private final int ordersPerSecond;

    Shop(EngineDatabase database, int ordersPerSecond) {
        this.database = database;
        this.ordersPerSecond = ordersPerSecond;
    }

    /** The orders that a new shop opens with; a shop that ever had one gets none. */
    void open() throws SQLException {
        try (Connection db = database.connect("shop");
                Statement sql = db.createStatement();
                ResultSet orders = sql.executeQuery("SELECT is_called FROM shop.orders_id_seq")) {
            if (orders.next() && !orders.getBoolean(1)) {
                db.setAutoCommit(false);
                for (int i = 0; i < OPENING_ORDERS; i++) {
                    place(db);
                }
                db.commit();
            }
        }
    }

    /** Writes until it is interrupted; waits for a database that is away. */
    @Override
    public void run() {
        if (ordersPerSecond == 0) {
            LOG.info("the shop is at rest: ENGINE_ORDERS_PER_SECOND is 0");
            return;
        }
        var pace = new Pace(ordersPerSecond);
        boolean away = false;
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection db = database.connect("shop")) {
                db.setAutoCommit(false);
                if (away) {
                    LOG.info("the shop writes again");
                    away = false;
                }
                while (true) {
                    order(db);
                    db.commit();
                    pace.after(1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (SQLException e) {
                if (!away) {
                    LOG.warn(
                            "the shop cannot write: {}; it tries every {} s",
                            e.getMessage(),
                            AFTER_TROUBLE.toSeconds());
                    away = true;
                }
                pause();
            }
        }
    }

    /** One order and what it brings about, in the caller's transaction. */
    static void order(Connection db) throws SQLException {
        long id = place(db);
        status(db, id - 50, "paid");
        status(db, id - 200, "shipped");
        if (id % WITHDRAWN_EVERY == 0) {
            remove(db, "DELETE FROM shop.orders WHERE id = ?", id - 30);
        }
        remove(db, "DELETE FROM shop.orders WHERE id <= ?", id - KEPT);
    }

    private static long place(Connection db) throws SQLException {
        try (PreparedStatement insert = db.prepareStatement(
                "INSERT INTO shop.orders (customer, product, quantity, price_cents) VALUES (?, ?, ?, ?) RETURNING id")) {
            int pick = (int) (System.nanoTime() >>> 10 & 0xFFFF);
            insert.setString(1, CUSTOMERS.get(pick % CUSTOMERS.size()));
            insert.setString(2, PRODUCTS.get(pick / 7 % PRODUCTS.size()));
            insert.setInt(3, 1 + pick % 4);
            insert.setLong(4, 990 + 500L * (pick % 9));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void status(Connection db, long id, String status) throws SQLException {
        try (PreparedStatement update = db.prepareStatement("UPDATE shop.orders SET status = ? WHERE id = ?")) {
            update.setString(1, status);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    private static void remove(Connection db, String sql, long id) throws SQLException {
        try (PreparedStatement delete = db.prepareStatement(sql)) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_TROUBLE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
