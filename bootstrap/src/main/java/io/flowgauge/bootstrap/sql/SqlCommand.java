package io.flowgauge.bootstrap.sql;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * {@code java -jar flowgauge.jar sql "SELECT …"}: runs one query on the PostgreSQL of a service that runs, in a read-only
 * transaction, and prints its rows. The server is that of {@code SPRING_DATASOURCE_URL}, else the embedded one in {@code FLOWGAUGE_DATA}.
 */
public final class SqlCommand {
    private record Login(String url, String user, String password) {}

    private SqlCommand() {}

    /**
     * Runs the query.
     *
     * @param arguments the query, one
     * @return the process's exit code: 0, or 1 when the query could not be run, or 2 for a wrong call
     */
    public static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.size() != 1) {
            err.println("sql takes one query in quotes, such as: sql \"SELECT * FROM reporting.running_tasks\"");
            return 2;
        }
        try {
            Login login = login(environment);
            try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password())) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                query(connection, arguments.get(0), out);
            }
            return 0;
        } catch (NoSuchFileException missing) {
            err.println("there is no embedded PostgreSQL in this folder (" + missing.getFile()
                    + " is missing); set FLOWGAUGE_DATA to the service's, or SPRING_DATASOURCE_URL");
        } catch (SQLException failed) {
            boolean notThere =
                    failed.getSQLState() != null && failed.getSQLState().startsWith("08");
            err.println((notThere ? "PostgreSQL is not there; does the service run? " : "") + failed.getMessage());
        } catch (IOException failed) {
            err.println(failed.getMessage());
        }
        return 1;
    }

    private static Login login(Map<String, String> environment) throws IOException {
        String url = environment.getOrDefault("SPRING_DATASOURCE_URL", "");
        if (!url.isEmpty()) {
            return new Login(
                    url,
                    environment.getOrDefault("SPRING_DATASOURCE_USERNAME", ""),
                    environment.getOrDefault("SPRING_DATASOURCE_PASSWORD", ""));
        }
        Path data = Path.of(environment.getOrDefault("FLOWGAUGE_DATA", "./data"));
        String port = Files.readString(data.resolve("postgres.port")).strip();
        String password = Files.readString(data.resolve("postgres.password")).strip();
        return new Login("jdbc:postgresql://127.0.0.1:" + port + "/flowgauge", "flowgauge", password);
    }

    private static void query(Connection connection, String query, PrintStream out) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1_000);
            if (!statement.execute(query)) {
                out.println("done, no rows");
                return;
            }
            try (ResultSet rows = statement.getResultSet()) {
                print(rows, out);
            }
        }
    }

    private static void print(ResultSet rows, PrintStream out) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        for (int column = 1; column <= columns; column++) {
            out.print((column == 1 ? "" : "\t") + rows.getMetaData().getColumnLabel(column));
        }
        out.println();
        while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
                String value = rows.getString(column);
                out.print((column == 1 ? "" : "\t") + (value == null ? "" : value.replaceAll("[\\t\\r\\n]+", " ")));
            }
            out.println();
        }
    }
}
