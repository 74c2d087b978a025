package io.flowgauge.bootstrap.move;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Copies part after part, each in one transaction of the target, from one view of the source. */
final class Copying {
    private final Session source;
    private final Session target;
    private final Catalog catalog;
    private final Ledger ledger;
    private final Printout printout;

    Copying(Session source, Session target, Catalog catalog, Ledger ledger, Printout printout) {
        this.source = source;
        this.target = target;
        this.catalog = catalog;
        this.ledger = ledger;
        this.printout = printout;
    }

    void run() {
        printout.parts(catalog.parts().size());
        for (Part part : catalog.parts()) {
            printout.begin(part);
            Ledger.Copied before = ledger.copied().get(part.name());
            if (before != null && before.equals(read(part))) {
                printout.agrees(before);
            } else {
                printout.copied(copy(part));
            }
        }
    }

    /** What the part is in the source. It was copied by an earlier command, since when a service may have written to it. */
    private Ledger.Copied read(Part part) {
        try {
            return read(part, OutputStream.nullOutputStream());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Ledger.Copied read(Part part, OutputStream to) throws IOException {
        Meter meter = new Meter(to, printout);
        long rows =
                source.copyOut("COPY " + part.name() + " (" + part.columnList() + ") TO STDOUT (FORMAT binary)", meter);
        return new Ledger.Copied(rows, meter.bytes(), meter.crc());
    }

    private Ledger.Copied copy(Part part) {
        List<Ledger.Copied> copied = new ArrayList<>();
        List<String> emptied = new ArrayList<>(List.of(part.name()));
        emptied.addAll(catalog.dependents(part));
        target.inTransaction(() -> {
            ledger.forget(emptied);
            // What triggers keep is copied itself.
            emptied.forEach(table -> target.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER"));
            target.execute("TRUNCATE " + String.join(", ", emptied));
            // Frozen, since nobody can have seen the table without its rows: no vacuum has to write all of it once
            // more.
            target.copyIn(
                    "COPY " + part.name() + " (" + part.columnList() + ") FROM STDIN (FORMAT binary, FREEZE)",
                    in -> copied.add(read(part, in)));
            emptied.forEach(table -> target.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER"));
            ledger.note(part, copied.get(0));
        });
        return copied.get(0);
    }
}
