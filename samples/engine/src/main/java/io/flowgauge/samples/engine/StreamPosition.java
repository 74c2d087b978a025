package io.flowgauge.samples.engine;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Where the stream goes on after what it wrote last. Kept beside the rows and moved in their transaction, so that a restart neither
 * repeats nor skips a change.
 *
 * @param source which source it is a position of, as Debezium writes it (JSON)
 * @param position Debezium's position in it (JSON)
 * @param lsn no change up to here in the write-ahead log is asked for again
 */
record StreamPosition(String source, String position, LogSequenceNumber lsn) {
    private static final String READ =
            "SELECT source, position, lsn::text FROM engine.stream_position WHERE stream = ?";
    private static final String SAVE = """
            INSERT INTO engine.stream_position (stream, source, position, lsn) VALUES (?, ?, ?, ?::pg_lsn)
            ON CONFLICT (stream) DO UPDATE SET source = excluded.source, position = excluded.position, lsn = excluded.lsn""";

    private static final JsonConverter JSON = new JsonConverter();

    static {
        JSON.configure(Map.of("schemas.enable", "false"), false);
    }

    /** The position behind an event; none while a snapshot is under way, since it can only be taken whole. */
    static Optional<StreamPosition> after(SourceRecord event) {
        Map<String, ?> offset = event.sourceOffset();
        if (offset.containsKey("snapshot")
                && !Boolean.TRUE.equals(offset.get("last_snapshot_record"))
                && !Boolean.TRUE.equals(offset.get("snapshot_completed"))) {
            return Optional.empty();
        }
        long lsn = Stream.of("lsn", "lsn_proc", "lsn_commit")
                .map(offset::get)
                .filter(Objects::nonNull)
                .mapToLong(at -> ((Number) at).longValue())
                .max()
                .orElse(0);
        return Optional.of(new StreamPosition(
                json(List.of(EngineDatabase.NAME, event.sourcePartition())),
                json(offset),
                LogSequenceNumber.valueOf(lsn)));
    }

    /** None: a snapshot is to be taken, or was begun and did not come to its end. */
    static Optional<StreamPosition> read(Connection db) throws SQLException {
        try (PreparedStatement read = db.prepareStatement(READ)) {
            read.setString(1, EngineDatabase.NAME);
            try (ResultSet row = read.executeQuery()) {
                return row.next()
                        ? Optional.of(new StreamPosition(
                                row.getString(1), row.getString(2), LogSequenceNumber.valueOf(row.getString(3))))
                        : Optional.empty();
            }
        }
    }

    void save(Connection transaction) throws SQLException {
        try (PreparedStatement save = transaction.prepareStatement(SAVE)) {
            save.setString(1, EngineDatabase.NAME);
            save.setString(2, source);
            save.setString(3, position);
            save.setString(4, lsn.asString());
            save.executeUpdate();
        }
    }

    private static String json(Object value) {
        return new String(JSON.fromConnectData("position", null, value), StandardCharsets.UTF_8);
    }
}
