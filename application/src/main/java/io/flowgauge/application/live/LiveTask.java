package io.flowgauge.application.live;

import io.flowgauge.application.history.SnapshotBacklog.Ticket;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a task in the registry.
 *
 * @param last the totals at the last check
 * @param ticket of the batch that the last check's snapshot went to the history with; null for none by this service
 * @param said what its reports said last of the run
 * @param ending not null from when an ending is first tried to be written until it is known whether it was
 */
record LiveTask(
        TaskIds ids,
        Task task,
        Checkpoint last,
        @Nullable Ticket ticket,
        Optional<RunStatement.Said> said,
        @Nullable PendingEnding ending) {

    /**
     * An ending on its way to the history. Checks go on meanwhile, but wait here: once the ending is written, its own snapshot covers
     * their intervals; if it turns out that it was not written, they go to the history. When many wait, the two oldest become one.
     *
     * @param claimed somebody is writing it, or finding out whether it was written
     */
    record PendingEnding(boolean claimed, List<Snapshot> waiting) {
        static final int MOST_WAITING = 60;

        static final PendingEnding CLAIMED = new PendingEnding(true, List.of());

        PendingEnding claim() {
            return new PendingEnding(true, waiting);
        }

        PendingEnding release() {
            return new PendingEnding(false, waiting);
        }

        PendingEnding with(Snapshot check) {
            List<Snapshot> all = new ArrayList<>(waiting);
            all.add(check);
            if (all.size() > MOST_WAITING) {
                Snapshot oldest = all.remove(0);
                all.set(0, all.get(0).covering(oldest));
            }
            return new PendingEnding(claimed, List.copyOf(all));
        }

        Checkpoint lastAfter(Checkpoint before) {
            return waiting.isEmpty() ? before : waiting.get(waiting.size() - 1).checkpoint();
        }
    }

    /** The totals at the last check, also where that waits for the outcome of an ending: it was taken all the same. */
    Checkpoint lastCheck() {
        return ending == null ? last : ending.lastAfter(last);
    }

    boolean isLost() {
        return !task.isRunning() && !task.hasEnded();
    }

    LiveTask with(Task next, Optional<RunStatement.Said> nowSaid) {
        return new LiveTask(ids, next, last, ticket, nowSaid, ending);
    }

    LiveTask with(Task next) {
        return with(next, said);
    }

    LiveTask checked(Snapshot snapshot, Ticket inBatch) {
        return new LiveTask(ids, task, snapshot.checkpoint(), inBatch, said, ending);
    }

    LiveTask with(@Nullable PendingEnding next) {
        return new LiveTask(ids, task, last, ticket, said, next);
    }

    /** The ending was not written; the checks that waited until {@code lastSent} are on their way to the history. */
    LiveTask resumed(Snapshot lastSent, Ticket inBatch) {
        List<Snapshot> left = ending == null
                ? List.of()
                : ending.waiting().stream()
                        .filter(check -> check.checkedAt().isAfter(lastSent.checkedAt()))
                        .toList();
        return new LiveTask(ids, task, lastSent.checkpoint(), inBatch, said, new PendingEnding(true, left));
    }
}
