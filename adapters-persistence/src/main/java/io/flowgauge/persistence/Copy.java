package io.flowgauge.persistence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes rows by COPY, within the transaction that runs. */
final class Copy {
    private Copy() {}

    static void into(JdbcTemplate jdbc, String table, String columns, CopyRow rows) {
        byte[] copy = rows.end();
        jdbc.execute((Connection connection) -> {
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)",
                                new ByteArrayInputStream(copy),
                                1 << 16);
            } catch (IOException broken) {
                throw new DataAccessResourceFailureException("the connection broke while rows were copied", broken);
            }
        });
    }
}
