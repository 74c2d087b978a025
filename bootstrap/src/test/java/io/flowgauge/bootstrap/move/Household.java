package io.flowgauge.bootstrap.move;

import io.flowgauge.persistence.TestPostgres;
import io.flowgauge.persistence.TestPostgres.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A database that moves, or is moved to. */
record Household(Database database) {
    /** How a move ended and what it said. */
    record Moved(int exit, String out, String err) {}

    static {
        // As its own process has it.
        QuietLogging.begin();
    }

    static Household empty() {
        return new Household(TestPostgres.freshDatabase());
    }

    static Household withHistory() throws SQLException, IOException {
        Household household = empty();
        Database database = household.database;
        Schema.migrate(Side.SOURCE, new Login(database.url(), database.user(), database.password()));
        try (var script = Objects.requireNonNull(Household.class.getResourceAsStream("history.sql"))) {
            household.sql(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        return household;
    }

    Moved move(Database target) {
        return move("--to", target.url(), environment(target));
    }

    Map<String, String> environment(Database target) {
        return Map.of(
                "SPRING_DATASOURCE_URL", database.url(),
                "SPRING_DATASOURCE_USERNAME", database.user(),
                "SPRING_DATASOURCE_PASSWORD", database.password(),
                "FLOWGAUGE_MOVE_USERNAME", target.user(),
                "FLOWGAUGE_MOVE_PASSWORD", target.password());
    }

    static Moved move(String option, String url, Map<String, String> environment) {
        return run(List.of("move", option, url), environment);
    }

    static Moved run(List<String> arguments, Map<String, String> environment) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = MoveCommand.run(
                arguments,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Moved(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Map<String, String> contents() throws SQLException {
        return Contents.of(database);
    }

    void sql(String statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    String ask(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
