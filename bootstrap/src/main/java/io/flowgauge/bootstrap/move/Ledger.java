package io.flowgauge.bootstrap.move;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How far a move is: kept in the target until it is done, so that whoever is cut off can go on, and no service starts on half of it. */
final class Ledger {
    /** What was read of a part when it was copied. */
    record Copied(long rows, long bytes, long crc) {}

    /** Of a name: that it is no table which comes and goes with a move, or with Flyway. */
    static final String NOT_OF_THE_MOVE = "NOT IN ('move', 'move_part', 'flyway_schema_history')";

    static final String IS_OPEN = "SELECT to_regclass('flowgauge.move') IS NOT NULL";

    private final Session target;

    Ledger(Session target) {
        this.target = target;
    }

    /** Whether the target holds a move that was begun and has not ended. */
    static boolean isOpen(Session target) {
        return target.yes(IS_OPEN);
    }

    /** Refuses a target that holds anything but a part-finished move of this very source. */
    void check(String source) {
        if (isOpen(target)) {
            if (!target.yes("SELECT source = ? FROM flowgauge.move", source)) {
                throw new Refusal("the target holds a part-finished move of another source, begun "
                        + target.row(
                                "SELECT to_char(begun, 'YYYY-MM-DD HH24:MI \"UTC\"') FROM flowgauge.move",
                                row -> row.getString(1))
                        + "; finish that one, or move into an empty database");
            }
        } else if (target.yes("SELECT to_regclass('flowgauge.tenant') IS NOT NULL")
                && target.yes("SELECT EXISTS (SELECT FROM flowgauge.tenant)")) {
            throw new Refusal(
                    "the target holds Flowgauge's data, and not of a part-finished move; start the service with"
                            + " SPRING_DATASOURCE_URL set to it if a move has ended there, or move into an empty database");
        }
    }

    void begin(String source) {
        if (!isOpen(target)) {
            target.inTransaction(() -> {
                target.execute("""
                        CREATE TABLE flowgauge.move (
                            only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
                            source   text        NOT NULL,
                            begun    timestamptz NOT NULL DEFAULT now()
                        );
                        COMMENT ON TABLE flowgauge.move IS 'history is being moved here; dropped when all of it is';
                        CREATE TABLE flowgauge.move_part (
                            part  text   PRIMARY KEY,
                            rows  bigint NOT NULL,
                            bytes bigint NOT NULL,
                            crc   bigint NOT NULL
                        );
                        COMMENT ON TABLE flowgauge.move_part IS 'tables and partitions that are here, and what they were read as'
                        """);
                target.update("INSERT INTO flowgauge.move (source) VALUES (?)", source);
            });
        }
    }

    Map<String, Copied> copied() {
        Map<String, Copied> copied = new HashMap<>();
        target.rows(
                "SELECT part, rows, bytes, crc FROM flowgauge.move_part",
                row -> copied.put(row.getString(1), new Copied(row.getLong(2), row.getLong(3), row.getLong(4))));
        return copied;
    }

    /** Within the transaction that copies it. */
    void note(Part part, Copied copied) {
        target.update(
                "INSERT INTO flowgauge.move_part (part, rows, bytes, crc) VALUES (?, ?, ?, ?)",
                part.name(),
                copied.rows(),
                copied.bytes(),
                copied.crc());
    }

    void forget(Collection<String> parts) {
        target.update("DELETE FROM flowgauge.move_part WHERE part = ANY (?)", (Object) parts.toArray(String[]::new));
    }

    /** Within the transaction that ends the move. */
    void end() {
        target.execute("DROP TABLE flowgauge.move_part, flowgauge.move");
    }
}
