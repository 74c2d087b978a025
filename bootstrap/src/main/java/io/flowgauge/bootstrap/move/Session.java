package io.flowgauge.bootstrap.move;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** A connection to one side of the move. What fails on it is told as that side's. */
final class Session implements AutoCloseable {
    /** One value made of a row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int BUFFER_BYTES = 1 << 18;

    private final Side side;
    private final Connection connection;

    private Session(Side side, Connection connection) {
        this.side = side;
        this.connection = connection;
    }

    static Session open(Side side, Login login) {
        try {
            Session session = new Session(side, login.dataSource().getConnection());
            try {
                session.settle();
                return session;
            } catch (RuntimeException failed) {
                session.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw side.cut(failed);
        }
    }

    // A copy takes as long as it takes; it is read from the first row on, since a scan that joins another's would give
    // the rows in another order; it is all rows or fails; and names are the same whatever the database's defaults.
    private void settle() {
        rows("""
                SELECT set_config(name, CASE name WHEN 'search_path' THEN 'pg_catalog' WHEN 'TimeZone' THEN 'UTC'
                                                  WHEN 'synchronize_seqscans' THEN 'off' WHEN 'row_security' THEN 'off' ELSE '0' END, false)
                FROM pg_settings
                WHERE name IN ('search_path', 'TimeZone', 'synchronize_seqscans', 'row_security', 'statement_timeout', 'lock_timeout',
                               'transaction_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout')
                """, row -> "");
    }

    private <T> T work(Work<T> work) {
        try {
            return work.with(connection);
        } catch (SQLException failed) {
            throw side.cut(failed);
        }
    }

    void execute(String sql) {
        work(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    void update(String sql, @Nullable Object... values) {
        work(connection -> {
            try (PreparedStatement statement = prepared(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    <T> List<T> rows(String sql, Reader<T> reader, @Nullable Object... values) {
        return work(connection -> {
            List<T> all = new ArrayList<>();
            try (PreparedStatement statement = prepared(connection, sql, values);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
            }
            return all;
        });
    }

    <T> T row(String sql, Reader<T> reader, @Nullable Object... values) {
        return rows(sql, reader, values).get(0);
    }

    boolean yes(String sql, @Nullable Object... values) {
        return row(sql, row -> row.getBoolean(1), values);
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int at = 0; at < values.length; at++) {
            statement.setObject(at + 1, values[at]);
        }
        return statement;
    }

    /**
     * Takes an advisory lock for as long as this session lives. Whoever was just cut off needs a moment to let it go.
     *
     * @return false: somebody else keeps it
     */
    boolean lock(long key) {
        return work(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("SET lock_timeout = '3s'");
                statement.execute("SELECT pg_advisory_lock(" + key + ")");
                statement.execute("SET lock_timeout = 0");
                return true;
            } catch (SQLException failed) {
                if (LOCK_NOT_AVAILABLE.equals(failed.getSQLState())) {
                    return false;
                }
                throw failed;
            }
        });
    }

    /** From now on this session sees the database as it is at its next statement, and changes nothing. */
    void freeze() {
        execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }

    /** All of the work, or nothing. */
    void inTransaction(Runnable work) {
        execute("BEGIN");
        try {
            work.run();
            execute("COMMIT");
        } catch (RuntimeException failed) {
            try {
                execute("ROLLBACK");
            } catch (Cut gone) {
                failed.addSuppressed(gone);
            }
            throw failed;
        }
    }

    /**
     * Streams what a COPY gives.
     *
     * @return rows
     * @throws IOException {@code out} failed
     */
    long copyOut(String copy, OutputStream out) throws IOException {
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, out);
        } catch (SQLException failed) {
            throw side.cut(failed);
        }
    }

    /** Something that writes to a COPY. */
    interface Filling {
        void to(OutputStream in) throws IOException;
    }

    /** Streams into a COPY; one that is not filled to its end writes nothing. */
    void copyIn(String copy, Filling filling) {
        work(connection -> {
            PGCopyOutputStream in = new PGCopyOutputStream(connection.unwrap(PGConnection.class), copy, BUFFER_BYTES);
            try {
                filling.to(in);
                return in.endCopy();
            } catch (IOException failed) {
                if (failed.getCause() instanceof SQLException cause) {
                    throw cause;
                }
                throw new SQLException(failed.getMessage(), "08006", failed);
            } finally {
                if (in.isActive()) {
                    abandon(in);
                }
            }
        });
    }

    private static void abandon(PGCopyOutputStream in) {
        try {
            in.cancelCopy();
        } catch (SQLException gone) {
            // The failure that led here says more.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // Nothing of it is needed any more.
        }
    }
}
