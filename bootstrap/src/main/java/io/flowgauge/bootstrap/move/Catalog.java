package io.flowgauge.bootstrap.move;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a database holds of Flowgauge, by PostgreSQL's own catalog, so that a new table is moved without a word here.
 *
 * @param tables partitioned ones too
 * @param parts those with rows, each after the tables that it refers to
 * @param references of a table: the tables that refer to it
 */
record Catalog(Set<String> tables, List<Part> parts, Map<String, Set<String>> references, Set<String> sequences) {
    private static final String SCHEMAS = "(SELECT oid FROM pg_namespace WHERE nspname IN ('flowgauge', 'reporting'))";

    static Catalog of(Session session) {
        Map<String, Set<String>> references = references(session);
        return new Catalog(
                names(session, "relkind IN ('r', 'p') AND NOT relispartition AND relname " + Ledger.NOT_OF_THE_MOVE),
                inOrder(parts(session), references),
                references,
                names(session, "relkind = 'S'"));
    }

    private static Set<String> names(Session session, String condition) {
        return new TreeSet<>(session.rows(
                "SELECT oid::regclass FROM pg_class WHERE relnamespace IN " + SCHEMAS + " AND " + condition,
                row -> row.getString(1)));
    }

    private static List<Part> parts(Session session) {
        return session.rows(
                """
                SELECT c.oid::regclass,
                       ARRAY (SELECT quote_ident(a.attname) FROM pg_attribute a
                              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                              ORDER BY a.attnum),
                       i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid)
                FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
                WHERE c.relkind = 'r' AND c.relnamespace IN\s""" + SCHEMAS + " AND c.relname " + Ledger.NOT_OF_THE_MOVE
                        + " ORDER BY c.relispartition, c.oid::regclass::text",
                Catalog::part);
    }

    private static Part part(ResultSet row) throws SQLException {
        List<String> columns = List.of((String[]) row.getArray(2).getArray());
        String table = row.getString(3);
        return new Part(row.getString(1), columns, table == null ? null : new Part.Partition(table, row.getString(4)));
    }

    private static Map<String, Set<String>> references(Session session) {
        Map<String, Set<String>> references = new TreeMap<>();
        session.rows(
                "SELECT confrelid::regclass, conrelid::regclass FROM pg_constraint"
                        + " WHERE contype = 'f' AND conparentid = 0 AND conrelid <> confrelid AND connamespace IN "
                        + SCHEMAS,
                row -> references
                        .computeIfAbsent(row.getString(1), to -> new TreeSet<>())
                        .add(row.getString(2)));
        return references;
    }

    /** A part waits for those it refers to; of those that wait for each other the first goes first. */
    private static List<Part> inOrder(List<Part> parts, Map<String, Set<String>> references) {
        List<Part> ordered = new ArrayList<>();
        List<Part> waiting = new ArrayList<>(parts);
        while (!waiting.isEmpty()) {
            Set<String> still = waiting.stream().map(Part::name).collect(Collectors.toSet());
            Part next = waiting.stream()
                    .filter(part -> still.stream()
                            .noneMatch(other ->
                                    references.getOrDefault(other, Set.of()).contains(part.name())))
                    .findFirst()
                    .orElse(waiting.get(0));
            ordered.add(next);
            waiting.remove(next);
        }
        return ordered;
    }

    /** The tables that cannot keep their rows when this one loses its own. */
    Set<String> dependents(Part part) {
        Set<String> all = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(part.name()));
        while (!open.isEmpty()) {
            for (String dependent : references.getOrDefault(open.remove(0), Set.of())) {
                if (all.add(dependent)) {
                    open.add(dependent);
                }
            }
        }
        all.remove(part.name());
        return all;
    }

    /** Without the tables and sequences that the other, made by this version alone, has not: somebody else's. */
    Catalog within(Catalog other) {
        return new Catalog(
                both(tables, other.tables),
                parts.stream()
                        .filter(part -> other.tables.contains(part.table()))
                        .toList(),
                references,
                both(sequences, other.sequences));
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> both = new TreeSet<>(some);
        both.retainAll(others);
        return both;
    }
}
