package io.flowgauge.application.live;

import io.flowgauge.application.port.in.RecordReports;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.Task;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A task's place in the registry. Versions replace each other by compare-and-set; no lock is shared by two tasks. */
public final class LiveEntry {
    private final AtomicReference<LiveTask> version;

    /** Whether it waits to be written behind; see {@link LiveTasks#drainUnsaved}. */
    final AtomicBoolean unsaved = new AtomicBoolean();

    /** Whether the history may have it as lost; of the checks' thread alone. */
    boolean wasLost;

    LiveEntry(LiveTask first) {
        version = new AtomicReference<>(first);
        wasLost = first.isLost();
    }

    LiveTask now() {
        return Objects.requireNonNull(version.get(), "set at construction, replaced by versions alone");
    }

    boolean replace(LiveTask expected, LiveTask next) {
        return version.compareAndSet(expected, next);
    }

    void update(UnaryOperator<LiveTask> step) {
        version.updateAndGet(step);
    }

    public Task task() {
        return now().task();
    }

    public TaskIds ids() {
        return now().ids();
    }

    /** The totals at the last check. */
    public Checkpoint last() {
        return now().last();
    }

    /** The run that the task belongs to. */
    public RecordReports.Run run() {
        LiveTask live = now();
        return new RecordReports.Run(
                live.task().description().flow(),
                live.ids().flow(),
                live.task().description().runKey(),
                live.ids().run());
    }
}
