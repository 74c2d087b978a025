package io.flowgauge.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What of a task matters to the run it belongs to. {@code ended} is null while it runs; {@code error} when none was told. */
public record TaskSummary(
        TaskId id,
        TaskType type,
        TaskState state,
        long records,
        Instant started,
        @Nullable Instant ended,
        @Nullable String owner,
        @Nullable String error) {

    public static TaskSummary of(TaskId id, Task task) {
        return new TaskSummary(
                id,
                task.description().type(),
                task.state(),
                task.progress().records(),
                task.started(),
                task.ended(),
                task.description().owner(),
                task.state() instanceof TaskState.Ended ended ? ended.error() : null);
    }
}
