package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.EndingByHand;
import io.flowgauge.domain.TaskId;

/** Ends tasks by hand that run or are lost, because their engines will never say how they ended. */
public interface EndTasks {

    /**
     * Ends a task in the history, then live, as a report of its engine would: with a last snapshot, and with its run's life made anew. What its engine
     * still reports of it is stale then.
     *
     * @throws HistoryUnavailable the task did not end by this, or it is not known whether it did; ask again
     */
    Answer end(Actor actor, TaskId id, EndingByHand hand);

    sealed interface Answer {
        /** The task as it ended by this. */
        record Ended(TaskNow task) implements Answer {}

        /** The task had ended before, or somebody else ended it at the same time. */
        record EndedBefore(TaskNow task) implements Answer {}

        /** The tenant has no such task. */
        record NoSuchTask() implements Answer {}
    }
}
