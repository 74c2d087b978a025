package io.flowgauge.persistence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real PostgreSQL 18, one a JVM: in a container where Docker answers, else embedded. {@code -Dflowgauge.test.postgres=docker} or
 * {@code =embedded} makes it one of them, and fails when that is not to be had.
 */
public final class TestPostgres {
    /** An empty database of its own. */
    public record Database(String url, String user, String password) {
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(TestPostgres.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Database SERVER = start();

    private TestPostgres() {}

    private static Database start() {
        String wanted = System.getProperty("flowgauge.test.postgres", "");
        boolean docker = wanted.equals("docker")
                || (wanted.isEmpty() && DockerClientFactory.instance().isDockerAvailable());
        LOG.info("PostgreSQL for tests: {}", docker ? "a container, by Testcontainers" : "embedded");
        return docker ? container() : embedded();
    }

    // It lives as long as the JVM: Testcontainers, or the shutdown hook below where its reaper is off, takes it away.
    @SuppressWarnings("resource")
    private static Database container() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine")
                .withCommand("postgres", "-c", "fsync=on", "-c", "wal_level=logical", "-c", "max_connections=200");
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        return new Database(container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }

    private static Database embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("max_connections", "200")
                    .start();
            return new Database(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        } catch (IOException failed) {
            throw new UncheckedIOException("no embedded PostgreSQL", failed);
        }
    }

    /** A new, empty database. */
    public static Database freshDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = SERVER.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException("database " + name + " could not be made", failed);
        }
        String url = SERVER.url().replaceFirst("/[^/?]*(\\?.*)?$", "/" + name);
        return new Database(url, SERVER.user(), SERVER.password());
    }
}
