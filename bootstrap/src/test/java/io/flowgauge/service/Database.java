package io.flowgauge.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The history as an analyst reads it. */
record Database(String url, String user, String password) {

    /** That of a service with an embedded PostgreSQL. */
    static Database in(Path data) throws IOException {
        String port = Files.readString(data.resolve("postgres.port")).strip();
        String password = Files.readString(data.resolve("postgres.password")).strip();
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/flowgauge", "flowgauge", password);
    }

    /** The rows, their columns joined by a space. */
    List<String> rows(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(IntStream.rangeClosed(1, columns)
                        .mapToObj(column -> text(rows, column))
                        .collect(Collectors.joining(" ")));
            }
            return all;
        }
    }

    private static String text(ResultSet rows, int column) {
        try {
            return rows.getString(column);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
