package io.flowgauge.samples.engine;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.flowgauge.recorder.Recorder;
import io.flowgauge.recorder.TaskRecorder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures the shop's changes with Debezium's embedded engine and has them written to the warehouse. Each start of Debezium is
 * a task of its own. What breaks fails its task; the next goes on where the warehouse stands or, when the server no longer has
 * the changes since then, with a new snapshot.
 */
final class ChangeStream implements AutoCloseable {
    static final String FLOW = "shop to warehouse";
    static final String TASK = "capture orders";

    // One thread runs Debezium and ends tasks. Debezium calls the consumer on a thread of its own, one call at a time;
    // the last of them may outlive run(), so the warehouse's lock orders it and the task's end. Any thread may close().
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PAUSE_AT_MOST = Duration.ofMinutes(1);
    /** A server that invalidates a slot ends its reader first, and says what became of the slot right after. */
    private static final Duration A_MOMENT = Duration.ofMillis(500);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Recorder recorder;
    private final EngineDatabase database;
    private final Thread thread = new Thread(this::run, "stream");
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable DebeziumEngine<?> running;

    ChangeStream(Recorder recorder, EngineDatabase database) {
        this.recorder = recorder;
        this.database = database;
    }

    void start() {
        thread.start();
    }

    /** Ends the task as cancelled; what is captured by then is written. */
    @Override
    public void close() {
        stopping.countDown();
        long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
        try {
            while (thread.isAlive() && System.nanoTime() < deadline) {
                stopDebezium();
                thread.join(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the stream did not stop within {} s", STOP_WITHIN.toSeconds());
        }
    }

    private void stopDebezium() {
        DebeziumEngine<?> engine = running;
        if (engine == null) {
            return;
        }
        try {
            engine.close();
        } catch (IllegalStateException e) {
            LOG.debug("Debezium cannot stop yet, or is about to: {}", e.getMessage());
        } catch (IOException e) {
            LOG.warn("Debezium did not stop cleanly: {}", e.getMessage());
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void run() {
        Duration pause = PAUSE;
        while (!isStopping()) {
            try (Connection db = database.connect("stream")) {
                pause = capture(db, startPosition(db)) ? PAUSE : longer(pause);
            } catch (SQLException | IOException e) {
                LOG.warn("the stream cannot start: {}", e.getMessage());
                pause = PAUSE;
            }
            if (!stopsWithin(pause)) {
                LOG.info("the stream starts again");
            }
        }
    }

    private boolean stopsWithin(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // nobody interrupts this thread; whoever would wants it to end
            stopping.countDown();
            return true;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_AT_MOST) > 0 ? PAUSE_AT_MOST : twice;
    }

    /** Where to go on; none: everything is cleared for a snapshot. */
    private static Optional<StreamPosition> startPosition(Connection db) throws SQLException, IOException {
        Optional<ReplicationSlot> slot = ReplicationSlot.read(db);
        if (slot.isPresent() && slot.get().reader() != null) {
            throw new SQLException("replication slot " + EngineDatabase.NAME + " is read by process "
                    + slot.get().reader() + " of the server: does another sample engine run?");
        }
        Optional<StreamPosition> position = StreamPosition.read(db);
        Optional<String> gap = position.flatMap(at -> ReplicationSlot.gap(at, slot));
        if (position.isPresent() && gap.isEmpty()) {
            return position;
        }
        LOG.info("the stream begins with a snapshot: {}", gap.orElse("there is no position to go on from"));
        ReplicationSlot.drop(db);
        Warehouse.empty(db);
        return Optional.empty();
    }

    /** One task, from its start to its end; whether it moved anything. */
    private boolean capture(Connection db, Optional<StreamPosition> from) {
        String runKey = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        TaskRecorder recorded = recorder.run(FLOW, runKey).stream(TASK)
                .label("table", "shop.orders")
                .start();
        JournaledTask task;
        var failure = new DebeziumFailure();
        try {
            task = new JournaledTask(recorded, "stream", TASK, db);
            var warehouse = new Warehouse(db, task, from);
            recorded.cdc(new StreamMetrics(warehouse));
            capture(warehouse, from, failure);
        } catch (SQLException | RuntimeException e) {
            LOG.warn("the stream failed: {}", e.toString());
            recorded.fail(e);
            return false;
        }
        task.settle(database);
        if (isStopping()) {
            recorded.cancel();
        } else {
            String cause = cause(failure);
            LOG.warn("the stream failed: {}", cause);
            recorded.fail(cause);
        }
        return task.told() > 0;
    }

    private void capture(Warehouse warehouse, Optional<StreamPosition> from, DebeziumFailure failure) {
        DebeziumEngine<?> engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(DebeziumSettings.of(database, from))
                .using(OffsetCommitPolicy.always())
                .using(failure)
                .notifying((events, committer) -> write(warehouse, events, committer))
                .build();
        running = engine;
        if (!isStopping()) {
            engine.run();
        }
        running = null;
        warehouse.close();
    }

    private static void write(
            Warehouse warehouse,
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        try {
            warehouse.write(events.stream().map(RecordChangeEvent::record).toList());
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the warehouse could not be written: " + e.getMessage(), e);
        }
        committer.markProcessed(events.get(events.size() - 1));
        committer.markBatchFinished();
    }

    private String cause(DebeziumFailure failure) {
        var unused = stopsWithin(A_MOMENT);
        try (Connection db = database.connect("stream")) {
            Optional<StreamPosition> position = StreamPosition.read(db);
            Optional<ReplicationSlot> slot = ReplicationSlot.read(db);
            Optional<String> gap = position.flatMap(at -> ReplicationSlot.gap(at, slot));
            return gap.map(why -> why + "; a new snapshot follows (" + failure.message() + ")")
                    .orElseGet(failure::message);
        } catch (SQLException e) {
            return failure.message() + "; the database: " + e.getMessage();
        }
    }
}
