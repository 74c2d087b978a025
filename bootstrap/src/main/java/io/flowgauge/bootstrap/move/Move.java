package io.flowgauge.bootstrap.move;

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
            prepare(from, to, ledger);
            from.freeze();
            Catalog catalog = Catalog.of(from);
            new Copying(from, to, catalog, ledger, printout).run();
        }
    }

    private void prepare(Session from, Session to, Ledger ledger) {
        String identity = identity(from);
        Schema.migrate(Side.SOURCE, source.login());
        Schema.migrate(Side.TARGET, target);
        ledger.check(identity);
        ledger.begin(identity);
    }

    /** Of a database, for as long as it lives; a copy of its server's files is the same. */
    private static String identity(Session session) {
        return session.row("""
                SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
                FROM pg_control_system()
                """, row -> row.getString(1));
    }
}
