package io.flowgauge.samples.engine;

import io.flowgauge.recorder.TaskRecorder;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.Connection;
import java.sql.SQLException;

/** What a step of a run does; how it ends is how its task ends. */
@FunctionalInterface
interface Step<T> {
    T work(JournaledTask task) throws SQLException, IOException, InterruptedException;

    /**
     * Runs it under a task that was started.
     *
     * @throws Stopped it failed or was cancelled, and its task says so
     */
    static <T> T run(
            EngineDatabase database, Connection db, TaskRecorder recorder, String type, String name, Step<T> step)
            throws Stopped {
        JournaledTask task;
        try {
            task = new JournaledTask(recorder, type, name, db);
        } catch (SQLException e) {
            recorder.fail(e);
            throw new Stopped(name, "failed", e);
        }
        try {
            T result = step.work(task);
            recorder.complete();
            return result;
        } catch (InterruptedException | ClosedByInterruptException e) {
            task.settle(database);
            recorder.cancel();
            throw new Stopped(name, "was cancelled", e);
        } catch (SQLException | IOException | RuntimeException e) {
            task.settle(database);
            recorder.fail(e);
            throw new Stopped(name, "failed", e);
        }
    }

    /** A step did not come to its end, so the steps after it do not run. */
    final class Stopped extends Exception {
        Stopped(String step, String how, Exception cause) {
            super("step \"" + step + "\" " + how + ": " + cause.getMessage(), cause);
        }
    }
}
