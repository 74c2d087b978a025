package io.flowgauge.bootstrap.move;

import io.flowgauge.persistence.TestPostgres.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a database holds of Flowgauge, in a form that two can be compared by. */
final class Contents {
    private static final String OURS =
            "relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('flowgauge', 'reporting'))";

    private static final List<String> DESCRIPTIONS = List.of(
            """
            SELECT 'bounds of ' || oid::regclass, pg_get_expr(relpartbound, oid) FROM pg_class WHERE relispartition AND relkind = 'r' AND OURS
            """,
            """
            SELECT 'index ' || indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE OURS
            """,
            """
            SELECT 'constraint ' || conname || ' of ' || conrelid::regclass, pg_get_constraintdef(oid)
            FROM pg_constraint WHERE conrelid IN (SELECT oid FROM pg_class WHERE OURS)
            """,
            """
            SELECT 'column ' || attrelid::regclass || '.' || attname,
                   format_type(atttypid, atttypmod) || attnotnull || coalesce(col_description(attrelid, attnum), '')
            FROM pg_attribute WHERE attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p', 'v') AND OURS)
            """,
            "SELECT 'trigger ' || tgname || ' of ' || tgrelid::regclass, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal");

    private Contents() {}

    /**
     * By table, partition and sequence: a checksum of its rows, or where it goes on; by partition, index, column and constraint: what it is.
     */
    static Map<String, String> of(Database database) throws SQLException {
        Map<String, String> contents = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO pg_catalog");
            for (String table : list(
                    statement,
                    "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relname <> 'flyway_schema_history' AND "
                            + OURS)) {
                contents.put(
                        table,
                        one(
                                statement,
                                "SELECT count(*) || ' rows ' || coalesce(md5(string_agg(r::text, '\n' ORDER BY r::text)), '') FROM ONLY "
                                        + table + " r"));
            }
            for (String sequence :
                    list(statement, "SELECT oid::regclass FROM pg_class WHERE relkind = 'S' AND " + OURS)) {
                contents.put(sequence, one(statement, "SELECT last_value || ' ' || is_called FROM " + sequence));
            }
            for (String description : DESCRIPTIONS) {
                describe(statement, contents, description.replace("OURS", OURS));
            }
        }
        return contents;
    }

    private static List<String> list(Statement statement, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }

    private static String one(Statement statement, String query) throws SQLException {
        return list(statement, query).get(0);
    }

    private static void describe(Statement statement, Map<String, String> into, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                into.put(rows.getString(1), rows.getString(2));
            }
        }
    }
}
