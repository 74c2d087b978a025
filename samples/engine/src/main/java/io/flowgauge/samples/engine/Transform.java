package io.flowgauge.samples.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Runs a SQL script over the extracted orders, some at a time: it makes sales of them and refuses what cannot be one. */
final class Transform {
    static final String SCRIPT = SqlText.of("transform.sql");

    private final int rowsPerSecond;

    Transform(int rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    void run(Connection db, Path orders, Path sales, JournaledTask task)
            throws SQLException, IOException, InterruptedException {
        var pace = new Pace(rowsPerSecond);
        try (var in = new RowFile.Reader(orders);
                var out = new RowFile.Writer(sales)) {
            for (Rows rows = in.next(); rows.count() > 0; rows = in.next()) {
                Rows some = rows;
                Transaction.run(db, () -> {
                    out.write(script(db, some));
                    task.journal(db, some.count());
                });
                task.tell(some.count());
                task.recorder().bytes(some.text().length);
                pace.after(some.count());
            }
        }
    }

    private static Rows script(Connection db, Rows orders) throws SQLException, IOException {
        CopyManager copy = db.unwrap(PGConnection.class).getCopyAPI();
        try (Statement sql = db.createStatement()) {
            sql.execute("TRUNCATE staging.orders, staging.sales");
            copy.copyIn("COPY staging.orders FROM STDIN", new ByteArrayInputStream(orders.text()));
            sql.execute(SCRIPT);
        }
        var sales = new ByteArrayOutputStream();
        copy.copyOut("COPY (SELECT * FROM staging.sales ORDER BY order_id) TO STDOUT", sales);
        return Rows.of(sales.toByteArray());
    }
}
