package io.flowgauge.samples.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Copies the sales into their table. Some rows, the watermark behind them and their count are one transaction: a load that was
 * broken off is gone on with after its last row, by the next run.
 */
final class Load {
    static final String COPY = SqlText.of("load.sql");

    private static final String READ = "SELECT loaded_to FROM engine.watermark WHERE flow = ?";
    private static final String FIRST =
            "INSERT INTO engine.watermark (flow, loaded_to) VALUES (?, 0) ON CONFLICT (flow) DO NOTHING";
    private static final String MOVE = "UPDATE engine.watermark SET loaded_to = ? WHERE flow = ? AND loaded_to = ?";

    private final String flow;
    private final int rowsPerSecond;

    Load(String flow, int rowsPerSecond) {
        this.flow = flow;
        this.rowsPerSecond = rowsPerSecond;
    }

    /** The last order that is loaded; 0 before the first. */
    long loadedTo(Connection db) throws SQLException {
        try (PreparedStatement first = db.prepareStatement(FIRST);
                PreparedStatement read = db.prepareStatement(READ)) {
            first.setString(1, flow);
            first.executeUpdate();
            read.setString(1, flow);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    void copy(Connection db, Path sales, JournaledTask task) throws SQLException, IOException, InterruptedException {
        var pace = new Pace(rowsPerSecond);
        long loadedTo = loadedTo(db);
        try (var in = new RowFile.Reader(sales)) {
            for (Rows rows = in.next(); rows.count() > 0; rows = in.next()) {
                Rows some = rows;
                long before = loadedTo;
                Transaction.run(db, () -> {
                    db.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new ByteArrayInputStream(some.text()));
                    moveMark(db, before, some.lastId());
                    task.journal(db, some.count());
                });
                some.tell(task);
                loadedTo = some.lastId();
                pace.after(some.count());
            }
        }
    }

    private void moveMark(Connection db, long from, long to) throws SQLException {
        try (PreparedStatement move = db.prepareStatement(MOVE)) {
            move.setLong(1, to);
            move.setString(2, flow);
            move.setLong(3, from);
            if (move.executeUpdate() != 1) {
                throw new SQLException("the watermark of \"" + flow + "\" is not " + from
                        + " any more: another engine loads into this database; stop one of them");
            }
        }
    }
}
