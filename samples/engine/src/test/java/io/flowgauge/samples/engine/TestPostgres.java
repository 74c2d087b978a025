package io.flowgauge.samples.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One real PostgreSQL 18 for all tests of this JVM; each test gets the engine's database new. */
final class TestPostgres {
    private static final EmbeddedPostgres SERVER = start();

    private TestPostgres() {}

    static EngineDatabase newDatabase() throws SQLException {
        await("the slot of the test before to be free", () -> {
            try (Connection db = server();
                    Statement sql = db.createStatement()) {
                sql.execute("ALTER SYSTEM RESET ALL");
                sql.execute("SELECT pg_reload_conf()");
                sql.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'flowgauge_sample'");
                sql.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
                sql.execute("DROP DATABASE IF EXISTS flowgauge_sample WITH (FORCE)");
                return true;
            } catch (SQLException e) {
                return false;
            }
        });
        var database = new EngineDatabase(url(), "postgres", "postgres");
        database.prepare();
        return database;
    }

    static String url() {
        return SERVER.getJdbcUrl("postgres", "postgres");
    }

    static Connection server() throws SQLException {
        return SERVER.getPostgresDatabase().getConnection();
    }

    /** Waits for it, a minute at most. */
    static void await(String what, Holds condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("waited a minute for " + what);
                }
                Thread.sleep(50);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("while waiting for " + what, e);
        }
    }

    @FunctionalInterface
    interface Holds {
        boolean holds() throws Exception;
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("wal_sender_timeout", "10s")
                    .setServerConfig("min_wal_size", "32MB")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
