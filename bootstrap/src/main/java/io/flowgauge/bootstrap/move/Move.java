package io.flowgauge.bootstrap.move;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One move, from its checks to its end. Whenever it is cut off, it can be begun again with the same source and target. */
final class Move {
    /** Of the target, while a move into it runs; any number that nothing else of ours takes. */
    private static final long LOCK = 0x466c6f774d6f7665L;

    private final Source source;
    private final Login target;
    private final Printout printout;

    Move(Source source, Login target, Printout printout) {
        this.source = source;
        this.target = target;
        this.printout = printout;
    }

    void run() {
        try (Session from = Session.open(Side.SOURCE, source.login());
                Session to = Session.open(Side.TARGET, target)) {
            Ledger ledger = new Ledger(to);
            String identity = checked(from, to, ledger);
            migrate();
            ledger.begin(identity);
            from.freeze();
            Catalog catalog = catalog(from, to);
            new Copying(from, to, catalog, ledger, printout).run();
            printout.line(
                    "Planning statistics of %d tables ...", catalog.tables().size());
            catalog.tables().forEach(table -> to.execute("ANALYZE " + table));
            compare(from, to, catalog, ledger);
            new Analysts(to, target, printout).letIn();
            refuseInUse(from);
            to.inTransaction(() -> {
                catalog.sequences().forEach(sequence -> goOnAt(sequence, from, to));
                ledger.end();
            });
            printout.line(
                    "Moved. Start the service with SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD"
                            + " of the target. %s",
                    source.fallback());
        }
    }

    /** Refuses what cannot be moved; gives the source's identity. */
    private static String checked(Session from, Session to, Ledger ledger) {
        if (!from.yes("SELECT to_regclass('flowgauge.flyway_schema_history') IS NOT NULL")) {
            throw new Refusal(
                    "the source holds no history of Flowgauge; set FLOWGAUGE_DATA or SPRING_DATASOURCE_URL to the"
                            + " service's");
        }
        if (Ledger.isOpen(from)) {
            throw new Refusal("the source is itself the target of a part-finished move; finish that one first");
        }
        refuseInUse(from);
        String identity = identity(from);
        if (identity.equals(identity(to))) {
            throw new Refusal("source and target are the same database; name another with --to");
        }
        if (!to.lock(LOCK)) {
            throw new Refusal("another move into the target goes on, or was cut off a moment ago; wait for its end");
        }
        ledger.check(identity);
        return identity;
    }

    /** Of a database, for as long as it lives; a copy of its server's files has the same. */
    private static String identity(Session session) {
        return session.row("""
                SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
                FROM pg_control_system()
                """, row -> row.getString(1));
    }

    private static void refuseInUse(Session from) {
        long sessions = from.row("""
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'flowgauge'
                """, row -> row.getLong(1));
        if (sessions > 0) {
            throw new Refusal("a service uses the source (" + sessions
                    + " sessions named flowgauge); stop it and run the same command again");
        }
    }

    private void migrate() {
        String there = Schema.migrate(Side.SOURCE, source.login());
        String here = Schema.migrate(Side.TARGET, target);
        if (!there.equals(here)) {
            throw new Refusal("the source's schema is of version " + there + ", the target's of " + here
                    + "; run the move of the newest Flowgauge that either has seen");
        }
        printout.line("From %s to %s, schema of version %s", source.login(), target, there);
    }

    private Catalog catalog(Session from, Session to) {
        Catalog own = Catalog.of(to);
        Catalog all = Catalog.of(from);
        Catalog catalog = all.within(own);
        Set<String> foreign = new TreeSet<>(all.tables());
        foreign.removeAll(catalog.tables());
        if (!foreign.isEmpty()) {
            printout.line("Not Flowgauge's own and not copied: %s", String.join(", ", foreign));
        }
        new Partitions(to).makeLike(catalog.parts(), own.parts());
        return catalog;
    }

    private void compare(Session from, Session to, Catalog catalog, Ledger ledger) {
        List<String> different = new Comparison(from, to, printout).run(catalog.parts());
        if (!different.isEmpty()) {
            ledger.forget(different);
            throw new Refusal("source and target differ in " + String.join(", ", different)
                    + "; run the same command again to copy these anew, and let nobody else write to the target");
        }
    }

    private static void goOnAt(String sequence, Session from, Session to) {
        record Position(long last, boolean called) {}
        Position position = from.row(
                "SELECT last_value, is_called FROM " + sequence,
                row -> new Position(row.getLong(1), row.getBoolean(2)));
        to.rows("SELECT setval(?::regclass, ?, ?)", row -> "", sequence, position.last(), position.called());
    }
}
