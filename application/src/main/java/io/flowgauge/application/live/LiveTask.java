package io.flowgauge.application.live;

import io.flowgauge.application.history.SnapshotBacklog.Ticket;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a task in the registry.
 *
 * @param since no snapshot of it lies before: it had begun by then at the latest
 * @param last the totals at the last check
 * @param ticket of the batch that the last check's snapshot went to the history with; null for none by this service
 * @param heardMs when a report of it last arrived, or when it came from the history: silence before the service's start is not the engine's
 * @param said what its reports said last of the run
 * @param ending not null from when an ending is first tried to be written until it is known whether it was
 */
record LiveTask(
        TaskIds ids,
        Task task,
        Instant since,
        Checkpoint last,
        @Nullable Ticket ticket,
        long heardMs,
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

    /** The task as it enters the registry. */
    static LiveTask of(KnownTask known, Optional<RunStatement.Said> said, long heardMs) {
        Instant since = known.task().heard().truncatedTo(ChronoUnit.MILLIS);
        return new LiveTask(known.ids(), known.task(), since, known.last(), null, heardMs, said, null);
    }

    /** The totals at the last check, also where that waits for the outcome of an ending: it was taken all the same. */
    Checkpoint lastCheck() {
        return ending == null ? last : ending.lastAfter(last);
    }

    /** Whether a check at {@code moment} would come after its last one and its beginning; not so when the clock was set back. */
    boolean isDueAt(Instant moment) {
        Checkpoint taken = lastCheck();
        return taken.at() == null ? !moment.isBefore(since) : taken.isBefore(moment);
    }

    /** For a snapshot that cannot wait until a clock that was set back has come so far again. */
    Instant momentFrom(Instant earliest) {
        return last.at() == null && earliest.isBefore(since) ? since : last.nextMoment(earliest);
    }

    boolean isLost() {
        return !task.isRunning() && !task.hasEnded();
    }

    LiveTask heard(Task next, Optional<RunStatement.Said> nowSaid, long nowMs) {
        return new LiveTask(ids, next, since, last, ticket, nowMs, nowSaid, ending);
    }

    LiveTask with(Task next) {
        return new LiveTask(ids, next, since, last, ticket, heardMs, said, ending);
    }

    LiveTask checked(Snapshot snapshot, Ticket inBatch) {
        return new LiveTask(ids, task, since, snapshot.checkpoint(), inBatch, heardMs, said, ending);
    }

    LiveTask with(@Nullable PendingEnding next) {
        return new LiveTask(ids, task, since, last, ticket, heardMs, said, next);
    }

    /** The ending was not written; the checks that waited until {@code lastSent} are on their way to the history. */
    LiveTask resumed(Snapshot lastSent, Ticket inBatch) {
        List<Snapshot> left = ending == null
                ? List.of()
                : ending.waiting().stream()
                        .filter(check -> check.checkedAt().isAfter(lastSent.checkedAt()))
                        .toList();
        PendingEnding claimed = new PendingEnding(true, left);
        return new LiveTask(ids, task, since, lastSent.checkpoint(), inBatch, heardMs, said, claimed);
    }
}
