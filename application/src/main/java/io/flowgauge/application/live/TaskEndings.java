package io.flowgauge.application.live;

import io.flowgauge.application.history.SnapshotBacklog;
import io.flowgauge.application.history.SnapshotBacklog.Ticket;
import io.flowgauge.application.live.LiveTask.PendingEnding;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRuns.Ending;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Leads a live task to its end in the history, such that the intervals of its snapshots add up to its final numbers whatever fails. */
public final class TaskEndings {
    // The last snapshot counts from the last check, so that check must be durable first (the ticket), and no check may
    // move the
    // counting point while the ending is being written (the claim: checks wait in the entry). When a write fails it may
    // have been
    // committed all the same, so before the next attempt, and at the latest at the next check, the history is asked.

    /** How long somebody waits for an ending that another one is writing. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LiveTasks live;
    private final FlowRuns flowRuns;
    private final SnapshotBacklog backlog;
    private final TaskFigures figures;
    private final ReentrantLock settling = new ReentrantLock();
    private final Condition settled = settling.newCondition();

    public TaskEndings(LiveTasks live, FlowRuns flowRuns, SnapshotBacklog backlog, TaskFigures figures) {
        this.live = live;
        this.flowRuns = flowRuns;
        this.backlog = backlog;
        this.figures = figures;
    }

    /** The reports that end a task; may be applied several times until the claim succeeds. */
    @FunctionalInterface
    public interface Reports<T extends Outcome> {
        T applyTo(Task task, Optional<RunStatement.Said> said);
    }

    /** A task after its reports, and what was said last of its run. */
    public interface Outcome {
        Task task();

        Optional<RunStatement.Said> said();
    }

    /** An ending that is to be written now, and what it came from. */
    public record Claimed<T extends Outcome>(T outcome, Ending ending) {}

    /**
     * Claims an ending and says what is to be written of it.
     *
     * @return empty when the task has ended meanwhile, or does not end by these reports
     * @throws HistoryUnavailable another ending of the task is being written, or its last check is not durable yet
     */
    public <T extends Outcome> Optional<Claimed<T>> claim(LiveEntry entry, Reports<T> reports, Instant now) {
        while (true) {
            LiveTask before = entry.now();
            if (before.task().hasEnded()) {
                return Optional.empty();
            }
            if (before.ending() != null) {
                resolve(entry);
                continue;
            }
            T outcome = reports.applyTo(before.task(), before.said());
            Task ended = outcome.task();
            if (!ended.hasEnded()) {
                return Optional.empty();
            }
            awaitLastCheck(before);
            if (entry.replace(before, before.with(PendingEnding.CLAIMED))) {
                // The history keeps milliseconds: an ending within the one of the last check comes after it.
                Instant at = before.momentFrom(now.truncatedTo(ChronoUnit.MILLIS));
                Snapshot last = Snapshot.of(ended, before.ids().task(), before.last(), at);
                return Optional.of(new Claimed<>(outcome, new Ending(before.ids(), ended, last, outcome.said())));
            }
        }
    }

    private void awaitLastCheck(LiveTask task) {
        if (task.ticket() != null) {
            backlog.awaitWritten(task.ticket());
        }
    }

    /** Waits, for a while, until nobody is writing an ending of the task: what became of it is known then. */
    void awaitUnclaimed(LiveEntry entry) {
        settling.lock();
        try {
            long left = PATIENCE.toNanos();
            while (isClaimed(entry) && left > 0) {
                left = settled.awaitNanos(left);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new HistoryUnavailable("the service is stopping; send the ending again", stop);
        } finally {
            settling.unlock();
        }
    }

    private static boolean isClaimed(LiveEntry entry) {
        PendingEnding pending = entry.now().ending();
        return pending != null && pending.claimed();
    }

    private void tellWhoWaits() {
        settling.lock();
        try {
            settled.signalAll();
        } finally {
            settling.unlock();
        }
    }

    /** The claimed ending is in the history. */
    public void written(LiveEntry entry, Ending ending) {
        end(entry, ending.task());
        figures.moved(ending.task(), ending.last());
        figures.ended(ending.task());
    }

    private void end(LiveEntry entry, Task ended) {
        live.end(entry, ended);
        tellWhoWaits();
    }

    /** The claimed ending came too late: another service, which keeps the task too, had ended it in the history, and what that wrote counts. */
    public void overtaken(LiveEntry entry) {
        askTheHistory(entry);
    }

    /** The claimed ending was not tried to be written. */
    public void abandon(LiveEntry entry) {
        resume(entry);
    }

    /** It is not known whether the claimed ending is in the history. */
    public void failed(LiveEntry entry) {
        entry.update(
                task -> task.ending() == null ? task : task.with(task.ending().release()));
        tellWhoWaits();
    }

    /** Settles all endings whose writing failed and that nobody tries again; called at each check. */
    public void resolveAll() {
        for (LiveEntry entry : live.all()) {
            PendingEnding pending = entry.now().ending();
            if (pending != null && !pending.claimed()) {
                resolve(entry);
            }
        }
    }

    private void resolve(LiveEntry entry) {
        if (claimUnresolved(entry)) {
            askTheHistory(entry);
        }
    }

    private void askTheHistory(LiveEntry entry) {
        Task task = entry.task();
        try {
            List<KnownTask> known = flowRuns.known(task.tenant(), List.of(task.requestId()));
            Optional<Task> ended =
                    known.stream().map(KnownTask::task).filter(Task::hasEnded).findFirst();
            if (ended.isPresent()) {
                end(entry, ended.get());
                figures.ended(ended.get());
            } else {
                resume(entry);
            }
        } catch (RuntimeException failed) {
            failed(entry);
            throw failed;
        }
    }

    /** False when there is nothing to resolve any more. */
    private static boolean claimUnresolved(LiveEntry entry) {
        while (true) {
            LiveTask now = entry.now();
            PendingEnding pending = now.ending();
            if (pending == null) {
                return false;
            }
            if (pending.claimed()) {
                throw new HistoryUnavailable("the ending of task "
                        + now.task().requestId().value() + " is being written already; send it again");
            }
            if (entry.replace(now, now.with(pending.claim()))) {
                return true;
            }
        }
    }

    // The checks that waited are on their way before the entry is free: a later check must not go ahead of them.
    private void resume(LiveEntry entry) {
        while (true) {
            LiveTask now = entry.now();
            PendingEnding pending = Objects.requireNonNull(now.ending(), "a claimed ending stays until it is resolved");
            List<Snapshot> waited = pending.waiting();
            if (waited.isEmpty()) {
                if (entry.replace(now, now.with((PendingEnding) null))) {
                    tellWhoWaits();
                    return;
                }
            } else {
                Ticket ticket = backlog.ticket();
                backlog.offer(ticket, waited);
                Snapshot lastSent = waited.get(waited.size() - 1);
                entry.update(live -> live.resumed(lastSent, ticket));
            }
        }
    }
}
