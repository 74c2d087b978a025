package io.flowgauge.persistence;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.StringUtils;

/**
 * Statements that might show a reader what is not its own.
 *
 * @param ownerSees whether the same statements show it to the owner of the schema, so that they would to a reader if they got by
 */
record Attack(String what, boolean ownerSees, List<String> statements) {
    private static final String OWNER_SEES = " [the owner sees]";

    /** Those of {@code attacks.sql}. */
    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        for (String block : text().split("\n\n", -1)) {
            String[] lines = block.split("\n", 2);
            String what = lines[0].substring("-- ".length());
            all.add(new Attack(
                    what.replace(OWNER_SEES, ""),
                    what.endsWith(OWNER_SEES),
                    List.of(lines[1].strip().split(";(\n|$)"))));
        }
        return all;
    }

    static String text() {
        try {
            return new ClassPathResource("attacks.sql").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** All that a login gets to read of it: rows, notices, errors with all their parts. */
    String told(TestPostgres.Database login, Names names) throws SQLException {
        StringBuilder told = new StringBuilder();
        try (Connection connection = login.connect()) {
            for (String statement : statements) {
                told.append(told(connection, names.in(statement))).append('\n');
            }
        }
        return told.toString();
    }

    /** @param other the login of another tenant */
    record Names(String service, String other) {
        String in(String text) {
            return StringUtils.replace(StringUtils.replace(text, "{service}", service), "{other}", other);
        }
    }

    private static String told(Connection connection, String sql) throws SQLException {
        StringBuilder told = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            if (sql.startsWith("COPY") && sql.contains("STDOUT")) {
                StringWriter copied = new StringWriter();
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, copied);
                return copied.toString();
            }
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    read(statement.getResultSet(), told);
                }
                rows = statement.getMoreResults();
            }
            for (SQLWarning notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
                told.append(notice.getMessage()).append('\n');
            }
        } catch (PSQLException refused) {
            told.append(
                    refused.getServerErrorMessage() == null ? refused.getMessage() : refused.getServerErrorMessage());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        return told.toString();
    }

    private static void read(ResultSet rows, StringBuilder told) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
                told.append(rows.getString(column)).append('\t');
            }
            told.append('\n');
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
