package io.flowgauge.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task's state at a check, or at its end: one row of history. Carries the whole cumulative state and the numbers of the
 * interval since the snapshot before it (since the start when there is none before it).
 *
 * @param checkedAt the check's moment, the same on any node; for an ending, the service's time of it
 * @param intervalRecords records of the interval; negative when the engine went back to a checkpoint, so that sums add up
 * @param intervalLatency of the interval's records; null when none was measured in it
 */
public record Snapshot(
        TenantId tenant,
        TaskId task,
        Instant checkedAt,
        TaskState state,
        long sequence,
        Progress progress,
        long intervalRecords,
        @Nullable IntervalLatency intervalLatency) {

    /** The snapshot of {@code task} at {@code at}, since {@code before}. */
    public static Snapshot of(Task task, TaskId id, Checkpoint before, Instant at) {
        return new Snapshot(
                task.tenant(),
                id,
                at,
                task.state(),
                task.sequence(),
                task.progress(),
                task.progress().records() - before.records(),
                before.latencySince(task.progress().latency()));
    }

    /**
     * This snapshot since the one before {@code earlier}, which is the task's one before this: what a history has that lacks the earlier one.
     *
     * @throws IllegalArgumentException {@code earlier} is another task's, or not earlier
     */
    public Snapshot covering(Snapshot earlier) {
        if (!task.equals(earlier.task) || !tenant.equals(earlier.tenant) || !earlier.checkedAt.isBefore(checkedAt)) {
            throw new IllegalArgumentException("task " + task.value() + " at " + checkedAt + " cannot cover task "
                    + earlier.task.value() + " at " + earlier.checkedAt + "; must be the same task's, and later");
        }
        return new Snapshot(
                tenant,
                task,
                checkedAt,
                state,
                sequence,
                progress,
                earlier.intervalRecords + intervalRecords,
                latencyWith(earlier));
    }

    private @Nullable IntervalLatency latencyWith(Snapshot earlier) {
        if (earlier.intervalLatency == null || intervalLatency == null) {
            return intervalLatency == null ? earlier.intervalLatency : intervalLatency;
        }
        return intervalLatency.plus(
                earlier.intervalLatency,
                Math.min(progress.leastLatencyMs(), earlier.progress.leastLatencyMs()),
                Math.max(progress.mostLatencyMs(), earlier.progress.mostLatencyMs()));
    }

    /** Without what a row of history does not have, so that many take less memory. */
    public Snapshot asStored() {
        return new Snapshot(
                tenant, task, checkedAt, state, sequence, progress.asStored(), intervalRecords, intervalLatency);
    }

    /** What the next snapshot starts from. */
    public Checkpoint checkpoint() {
        return new Checkpoint(
                checkedAt,
                progress.records(),
                progress.latency(),
                intervalLatency == null ? null : intervalLatency.spread());
    }
}
