package io.flowgauge.samples.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Copies the orders after the last load, up to the watermark, into a file in PostgreSQL's COPY text format. */
final class Extract {
    private static final String QUERY = SqlText.of("extract.sql");

    private final int rowsPerSecond;

    Extract(int rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    /** The ids are put in as text: COPY takes no parameters. */
    static String query(long after, long upTo) {
        return QUERY.replace(":after", Long.toString(after)).replace(":upTo", Long.toString(upTo));
    }

    void copy(Connection db, long after, long upTo, Path file, JournaledTask task)
            throws SQLException, IOException, InterruptedException {
        CopyManager copy = db.unwrap(PGConnection.class).getCopyAPI();
        var pace = new Pace(rowsPerSecond);
        long last = after;
        try (var out = new RowFile.Writer(file)) {
            while (true) {
                var text = new ByteArrayOutputStream();
                copy.copyOut(query(last, upTo), text);
                Rows rows = Rows.of(text.toByteArray());
                if (rows.count() == 0) {
                    return;
                }
                out.write(rows);
                task.journal(db, rows.count());
                rows.tell(task);
                last = rows.lastId();
                pace.after(rows.count());
            }
        }
    }
}
