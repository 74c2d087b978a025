package io.flowgauge.persistence;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** What PostgreSQL's catalog says of Flowgauge's tables, in a form that two databases can be compared by. */
final class SchemaDescription {
    private static final String OURS =
            "relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('flowgauge', 'reporting')) AND relname <> 'flyway_schema_history'";

    private SchemaDescription() {}

    /** With their schema; partitions are no tables of their own. */
    static List<String> tables(JdbcTemplate sql) {
        return sql.queryForList(
                "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND " + OURS
                        + " ORDER BY 1",
                String.class);
    }

    /** By table or view: its columns, constraints, indexes, triggers and comments. */
    static Map<String, List<String>> of(JdbcTemplate sql) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : sql.queryForList(
                "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p', 'v') AND NOT relispartition AND "
                        + OURS,
                String.class)) {
            all.put(table, describe(sql, table));
        }
        return all;
    }

    /** By partition: the same. */
    static Map<String, List<String>> ofPartitions(JdbcTemplate sql) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String partition : sql.queryForList(
                "SELECT oid::regclass FROM pg_class WHERE relispartition AND relkind = 'r' AND " + OURS,
                String.class)) {
            all.put(partition, describe(sql, partition));
        }
        return all;
    }

    private static List<String> describe(JdbcTemplate sql, String table) {
        return sql.queryForList("""
                        SELECT 'column ' || attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                        FROM pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped
                        UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1
                        UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = $1
                        UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = $1 AND NOT tgisinternal
                        UNION ALL SELECT pg_get_viewdef(oid) FROM pg_class WHERE oid = $1 AND relkind = 'v'
                        UNION ALL SELECT 'comment ' || objsubid || ' ' || description FROM pg_description
                                  WHERE objoid = $1 AND NOT (SELECT relispartition FROM pg_class WHERE oid = $1)
                        ORDER BY 1
                        """.replace("$1", "'" + table + "'::regclass"), String.class);
    }
}
