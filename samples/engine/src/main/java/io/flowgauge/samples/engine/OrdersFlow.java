package io.flowgauge.samples.engine;

import io.flowgauge.recorder.Recorder;
import io.flowgauge.recorder.RunRecorder;
import io.flowgauge.recorder.TaskRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The flow from orders to sales, in four steps: watermark, extract, transform, load. A step that fails ends the run. */
final class OrdersFlow implements Runnable {
    static final String NAME = "orders to sales";

    private static final Logger LOG = LoggerFactory.getLogger(OrdersFlow.class);

    private final Recorder recorder;
    private final EngineDatabase database;
    private final Path runs;
    private final Watermark watermark;
    private final Extract extract;
    private final Transform transform;
    private final Load load;

    OrdersFlow(Recorder recorder, EngineDatabase database, EngineSettings settings) {
        this.recorder = recorder;
        this.database = database;
        this.runs = settings.work().resolve("runs");
        this.watermark = new Watermark(settings.settle());
        this.extract = new Extract(settings.rowsPerSecond());
        this.transform = new Transform(settings.rowsPerSecond());
        this.load = new Load(NAME, settings.rowsPerSecond());
    }

    /** One run, from its first step to its last or to the one that fails; an interrupt cancels it. */
    @Override
    public void run() {
        String runKey = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        try (Connection db = database.connect("flow")) {
            RunFolder files = RunFolder.make(runs, runKey);
            new Steps(db, recorder.run(NAME, runKey)).run(files);
        } catch (Step.Stopped e) {
            LOG.warn("{}, run {}: {}", NAME, runKey, e.getMessage());
        } catch (SQLException | IOException | RuntimeException e) {
            // the next run is due all the same
            LOG.warn("{}, run {} could not begin: {}", NAME, runKey, e.toString());
        }
    }

    private final class Steps {
        private final Connection db;
        private final RunRecorder run;

        Steps(Connection db, RunRecorder run) {
            this.db = db;
            this.run = run;
        }

        void run(RunFolder files) throws Step.Stopped, SQLException {
            long loadedTo = load.loadedTo(db);
            long mark = step("hwm", "newest order", Watermark.QUERY, task -> watermark.find(db, task));
            step("extract", "orders to file", Extract.query(loadedTo, mark), task -> {
                extract.copy(db, loadedTo, mark, files.orders(), task);
                return true;
            });
            step("task", "orders into sales", Transform.SCRIPT, task -> {
                transform.run(db, files.orders(), files.sales(), task);
                return true;
            });
            step("load", "sales to warehouse", Load.COPY, task -> {
                load.copy(db, files.sales(), task);
                return true;
            });
            LOG.info("{}: loaded the orders after {} up to {}", NAME, loadedTo, mark);
        }

        private <T> T step(String type, String name, String code, Step<T> step) throws Step.Stopped {
            TaskRecorder.Builder task = switch (type) {
                case "hwm" -> run.hwm(name);
                case "extract" -> run.extract(name);
                case "task" -> run.task(name);
                case "load" -> run.load(name);
                default -> throw new IllegalArgumentException("a step of type " + type);
            };
            return Step.run(database, db, task.code(code).language("sql").start(), type, name, step);
        }
    }
}
