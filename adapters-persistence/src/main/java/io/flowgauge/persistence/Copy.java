package io.flowgauge.persistence;

import java.sql.Connection;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes rows by COPY, within the transaction that runs. */
final class Copy {
    private Copy() {}

    static void into(JdbcTemplate jdbc, String table, String columns, CopyRow rows) {
        rows.end();
        jdbc.execute((Connection connection) -> {
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
            try {
                copy.writeToCopy(rows.bytes(), 0, rows.length());
                return copy.endCopy();
            } finally {
                // Where it broke off: the connection is of use again once the rollback comes.
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        });
    }
}
