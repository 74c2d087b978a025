package io.flowgauge.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.persistence.PersistenceConfiguration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The service's history on a PostgreSQL of its own that keeps what it has, with the service's own writer and a bare way in beside it. */
final class HistoryDatabase implements AutoCloseable {
    private static final String COLUMNS = """
            tenant_id, task_id, checked_at, sequence, interval_records, records, records_failed, bytes, latency_count, latency_sum_ms,
            last_record, latency_min_ms, latency_max_ms, latency_last_ms, interval_latency_count, interval_latency_ms, interval_p50_ms,
            interval_p95_ms, interval_p99_ms, state, latency_buckets
            """;

    static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private final HikariDataSource pool = new HikariDataSource();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    HistoryDatabase() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        pool.setJdbcUrl(url());
        Flyway.configure()
                .dataSource(pool)
                .schemas("flowgauge")
                .defaultSchema("flowgauge")
                .load()
                .migrate();
        context.registerBean("dataSource", DataSource.class, () -> pool);
        context.register(Wiring.class);
        context.refresh();
    }

    Snapshots snapshots() {
        return context.getBean(Snapshots.class);
    }

    /** Its JDBC URL, with which its user needs no password. */
    String url() {
        return server.getJdbcUrl(USER, "postgres");
    }

    void run(List<String> statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The rows of a check in COPY's binary format, moved half an interval on. */
    byte[] rowsOf(int check) throws SQLException, IOException {
        String at = CheckedTasks.FIRST_CHECK
                .plus(CheckedTasks.INTERVAL.multipliedBy(check))
                .toString();
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (Connection connection = pool.getConnection()) {
            var unused = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "COPY (SELECT " + COLUMNS.replace("checked_at", "checked_at + interval '5 s'")
                                    + " FROM flowgauge.task_snapshot WHERE checked_at = '" + at
                                    + "' ORDER BY tenant_id, task_id) TO STDOUT (FORMAT binary)",
                            rows);
        }
        return rows.toByteArray();
    }

    void copy(byte[] rows) throws SQLException, IOException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            var unused = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY flowgauge.task_snapshot (" + COLUMNS + ") FROM STDIN (FORMAT binary)",
                            new ByteArrayInputStream(rows),
                            1 << 16);
            statement.execute("COMMIT");
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
        pool.close();
        server.close();
    }

    @Configuration
    @Import(PersistenceConfiguration.class)
    static class Wiring extends AbstractJdbcConfiguration {
        @Bean
        JdbcTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        NamedParameterJdbcTemplate named(DataSource dataSource) {
            return new NamedParameterJdbcTemplate(dataSource);
        }

        @Bean
        JdbcTemplate template(NamedParameterJdbcTemplate named) {
            return named.getJdbcTemplate();
        }

        @Bean
        JdbcClient client(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }
    }
}
