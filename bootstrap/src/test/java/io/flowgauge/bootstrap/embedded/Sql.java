package io.flowgauge.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** Statements and questions to a server's database {@code flowgauge}, each on a connection of its own. */
final class Sql {
    private Sql() {}

    static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        postgres.jdbcUrl("flowgauge"), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        postgres.jdbcUrl("flowgauge"), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    /** Asks until the server is there again. */
    static void awaitAnswer(EmbeddedPostgres postgres, String sql, String expected) throws IOException {
        var last = Poll.until(Duration.ofSeconds(30), () -> askOrTrouble(postgres, sql), expected::equals);
        assertThat(last).isEqualTo(expected);
    }

    private static String askOrTrouble(EmbeddedPostgres postgres, String sql) {
        try {
            return ask(postgres, sql);
        } catch (SQLException e) {
            return e.toString();
        }
    }
}
