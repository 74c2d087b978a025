package io.flowgauge.samples.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Writes captured changes into {@code warehouse.orders}. The rows, their count and the stream's position are one transaction; a
 * row that was inserted, updated or deleted counts as one written.
 */
final class Warehouse {
    private static final String WRITE = """
            INSERT INTO warehouse.orders
                   (id, customer, product, quantity, price_cents, status, placed_at, committed_at, request_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, product = excluded.product,
                   quantity = excluded.quantity, price_cents = excluded.price_cents, status = excluded.status,
                   placed_at = excluded.placed_at, committed_at = excluded.committed_at,
                   written_at = excluded.written_at, request_id = excluded.request_id""";
    private static final String REMOVE = "DELETE FROM warehouse.orders WHERE id = ?";
    private static final String REMOVE_ALL = "DELETE FROM warehouse.orders";
    private static final String FORGET = "DELETE FROM engine.stream_position; TRUNCATE warehouse.orders";

    private final Connection db;
    private final JournaledTask task;
    private volatile @Nullable LogSequenceNumber position;
    private boolean closed;

    Warehouse(Connection db, JournaledTask task, Optional<StreamPosition> from) {
        this.db = db;
        this.task = task;
        this.position = from.map(StreamPosition::lsn).orElse(null);
    }

    /** Empties the table and forgets the position, so that a snapshot can fill it. What is emptied is no record of any task. */
    static void empty(Connection db) throws SQLException, IOException {
        Transaction.run(db, () -> {
            try (Statement sql = db.createStatement()) {
                sql.execute(FORGET);
            }
        });
    }

    /** Writes what these events changed, and where they end. */
    synchronized void write(List<SourceRecord> events) throws SQLException, IOException {
        if (closed) {
            throw new IllegalStateException(
                    "task " + task.requestId() + " has ended; these changes are the next one's");
        }
        // a change once for each row it wrote
        List<Change> written = new ArrayList<>(events.size());
        Transaction.run(db, () -> {
            try (PreparedStatement write = db.prepareStatement(WRITE);
                    PreparedStatement remove = db.prepareStatement(REMOVE)) {
                for (SourceRecord event : events) {
                    Change change = Change.of(event).orElse(null);
                    if (change != null) {
                        written.addAll(Collections.nCopies(write(change, write, remove), change));
                    }
                }
            }
            Optional<StreamPosition> reached = StreamPosition.after(events.get(events.size() - 1));
            if (reached.isPresent()) {
                reached.get().save(db);
            }
            task.journal(db, written.size());
        });
        tell(written);
        StreamPosition.after(events.get(events.size() - 1)).ifPresent(reached -> position = reached.lsn());
    }

    /** Waits for a write that is under way and lets no other begin: Debezium may stop before its consumer does. */
    synchronized void close() {
        closed = true;
    }

    /** How far in the write-ahead log the rows are written; null until a snapshot is whole. */
    @Nullable
    LogSequenceNumber position() {
        return position;
    }

    private void tell(List<Change> written) {
        long now = System.currentTimeMillis();
        for (Change change : written) {
            Instant committedAt = change.committedAt();
            if (committedAt == null) {
                task.tell(1);
            } else {
                task.tellAged(Math.max(0, now - committedAt.toEpochMilli()));
            }
        }
    }

    private int write(Change change, PreparedStatement write, PreparedStatement remove) throws SQLException {
        if (change instanceof Change.Removed removed) {
            remove.setLong(1, removed.id());
            return remove.executeUpdate();
        }
        if (change instanceof Change.Emptied) {
            try (Statement sql = db.createStatement()) {
                return sql.executeUpdate(REMOVE_ALL);
            }
        }
        Change.Order order = ((Change.Written) change).order();
        Instant committedAt = change.committedAt();
        write.setLong(1, order.id());
        write.setString(2, order.customer());
        write.setString(3, order.product());
        write.setInt(4, order.quantity());
        write.setLong(5, order.priceCents());
        write.setString(6, order.status());
        write.setObject(7, order.placedAt());
        write.setObject(
                8, committedAt == null ? null : committedAt.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        write.setString(9, task.requestId());
        return write.executeUpdate();
    }
}
