package io.flowgauge.samples.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The server's promise to keep the write-ahead log from where the stream stands.
 *
 * @param status PostgreSQL's {@code wal_status}; {@code lost}: the promise was broken
 * @param reader the server's process that reads from it now; null: none does
 * @param begins what it no longer keeps ends here; null while it is being made
 */
record ReplicationSlot(
        String status, @Nullable Integer reader, @Nullable LogSequenceNumber begins) {
    private static final String READ = """
            SELECT coalesce(wal_status, 'unknown') AS status, active_pid, confirmed_flush_lsn::text AS begins
              FROM pg_replication_slots WHERE slot_name = ?""";
    private static final String DROP =
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?";

    static Optional<ReplicationSlot> read(Connection db) throws SQLException {
        try (PreparedStatement read = db.prepareStatement(READ)) {
            read.setString(1, EngineDatabase.NAME);
            try (ResultSet row = read.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String begins = row.getString("begins");
                return Optional.of(new ReplicationSlot(
                        row.getString("status"),
                        row.getObject("active_pid", Integer.class),
                        begins == null ? null : LogSequenceNumber.valueOf(begins)));
            }
        }
    }

    /** Why the stream cannot go on from this position with this slot; nothing: it can. */
    static Optional<String> gap(StreamPosition position, Optional<ReplicationSlot> slot) {
        String name = "replication slot " + EngineDatabase.NAME;
        if (slot.isEmpty()) {
            return Optional.of(name + " is gone");
        }
        if (slot.get().status().equals("lost")) {
            return Optional.of(name + " was invalidated: the server removed the write-ahead log after "
                    + position.lsn().asString());
        }
        LogSequenceNumber begins = slot.get().begins();
        if (begins != null && begins.compareTo(position.lsn()) > 0) {
            return Optional.of(name + " was made anew: it begins at " + begins.asString() + ", the stream stands at "
                    + position.lsn().asString());
        }
        return Optional.empty();
    }

    /** Drops it if it is there; fails while it has a reader. */
    static void drop(Connection db) throws SQLException {
        try (PreparedStatement drop = db.prepareStatement(DROP)) {
            drop.setString(1, EngineDatabase.NAME);
            drop.execute();
        }
    }
}
