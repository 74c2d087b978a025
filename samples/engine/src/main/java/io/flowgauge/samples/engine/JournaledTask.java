package io.flowgauge.samples.engine;

import io.flowgauge.recorder.TaskRecorder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task whose records are counted twice, and the same: in the journal {@code engine.moved}, by the transaction that moves
 * them, and, after its commit, at the recorder. One thread at a time.
 */
final class JournaledTask {
    private static final Logger LOG = LoggerFactory.getLogger(JournaledTask.class);
    private static final int SETTLE_ATTEMPTS = 30;
    private static final String OPEN = "INSERT INTO engine.moved (request_id, type, name) VALUES (?, ?, ?)";
    private static final String ADD =
            "UPDATE engine.moved SET records = records + ?, changed = clock_timestamp() WHERE request_id = ?";
    private static final String READ = "SELECT records FROM engine.moved WHERE request_id = ?";

    private final TaskRecorder recorder;
    private long told;
    /** What {@link #told} will be if the transaction under way, or of unknown outcome, is committed. */
    private long journaled;

    /** Enters a task that has just started into the journal, with nothing moved. */
    JournaledTask(TaskRecorder recorder, String type, String name, Connection db) throws SQLException {
        this.recorder = recorder;
        try (PreparedStatement open = db.prepareStatement(OPEN)) {
            open.setString(1, recorder.requestId());
            open.setString(2, type);
            open.setString(3, name);
            open.executeUpdate();
        }
    }

    String requestId() {
        return recorder.requestId();
    }

    /** How many records were told so far. */
    long told() {
        return told;
    }

    TaskRecorder recorder() {
        return recorder;
    }

    /** Part of the transaction that moves them; call {@link #tell} or {@link #tellAged} once it is committed. */
    void journal(Connection transaction, long records) throws SQLException {
        try (PreparedStatement add = transaction.prepareStatement(ADD)) {
            add.setLong(1, records);
            add.setString(2, requestId());
            add.executeUpdate();
        }
        journaled = told + records;
    }

    /** Records that are committed, and whose time at the source is not known. */
    void tell(long records) {
        recorder.records(records);
        told += records;
    }

    /** One record that is committed, this many milliseconds after it came to be at its source. */
    void tellAged(long latencyMs) {
        recorder.record(latencyMs);
        told++;
    }

    /**
     * To be called before a task ends otherwise than well: a connection may have died at a commit that did happen, so what the
     * journal has beyond what was told is told now. Waits a while for a database that is away.
     */
    void settle(EngineDatabase database) {
        for (int attempt = 1; journaled != told; attempt++) {
            try (Connection db = database.connect("journal");
                    PreparedStatement read = db.prepareStatement(READ)) {
                read.setString(1, requestId());
                try (ResultSet row = read.executeQuery()) {
                    row.next();
                    tell(row.getLong(1) - told);
                    journaled = told;
                }
            } catch (SQLException e) {
                if (attempt == SETTLE_ATTEMPTS || !pause()) {
                    LOG.warn(
                            "task {} told {} records; whether {} is right is only in engine.moved: {}",
                            requestId(),
                            told,
                            journaled,
                            e.getMessage());
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(1_000);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
