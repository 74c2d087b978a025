package io.flowgauge.application.live;

import io.flowgauge.application.history.SnapshotBacklog;
import io.flowgauge.application.history.SnapshotBacklog.Ticket;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service's own periodic look at every running task. */
public final class Checker {
    /** How long a lost task can still be asked for, and is found at once when it is heard of again. */
    public static final Duration LOST_KEPT = Duration.ofHours(24);

    /** How long an ended task is remembered, so that late and repeated reports of it need no look into the history. */
    static final Duration ENDED_KEPT = Duration.ofMinutes(2);

    private final LiveTasks live;
    private final TaskEndings endings;
    private final SnapshotBacklog backlog;
    private final TaskFigures figures;
    private final Duration lostAfter;
    private final MissedChecks missed;

    /**
     * @param live with the tasks that ran when the service stopped
     * @param interval of the checks
     */
    public Checker(
            LiveTasks live,
            TaskEndings endings,
            SnapshotBacklog backlog,
            TaskFigures figures,
            Duration interval,
            Duration lostAfter) {
        this.live = live;
        this.endings = endings;
        this.backlog = backlog;
        this.figures = figures;
        this.lostAfter = lostAfter;
        this.missed = new MissedChecks(interval, lastSignOfLife(live));
    }

    // A task that ran when the service stopped was checked each interval until then, or had just begun. When none ran,
    // nothing is missing. With several nodes it is that of all: what another one checked meanwhile is no gap.
    private static @Nullable Instant lastSignOfLife(LiveTasks restored) {
        return restored.all().stream()
                .map(LiveEntry::task)
                .filter(Task::isRunning)
                .map(Task::heard)
                .max(Instant::compareTo)
                .orElse(null);
    }

    /**
     * Makes a snapshot of each running task, judges who is lost, and hands the snapshots to the history. Never waits for the history.
     *
     * @param at the check's moment, a multiple of the interval since the epoch
     */
    public void check(Instant at) {
        Ticket ticket = backlog.ticket();
        List<Snapshot> batch = new ArrayList<>();
        Optional<HistoryGap> gap = missed.endedBy(at);
        try {
            for (LiveEntry entry : live.all()) {
                Snapshot snapshot = check(entry, at, ticket);
                Task task = entry.task();
                figures.saw(task);
                if (snapshot != null) {
                    figures.moved(task, snapshot);
                    batch.add(snapshot);
                }
            }
            figures.sawAll();
        } finally {
            backlog.offer(ticket, batch, gap);
        }
    }

    /** Settles the endings whose outcome is not known; those that cannot be settled yet wait for the next time. */
    public void settleEndings() {
        try {
            endings.resolveAll();
        } catch (HistoryUnavailable away) {
            // The backlog says that the history is away, once for all.
            return;
        }
    }

    private @Nullable Snapshot check(LiveEntry entry, Instant at, Ticket ticket) {
        while (true) {
            LiveTask before = entry.now();
            Task task = before.task();
            if (!task.isRunning()) {
                entry.wasLost = before.isLost();
                forgetIfOld(entry, before);
                return null;
            }
            if (entry.wasLost) {
                // Again, and before its snapshot is on its way: whoever heard of it may not have come to mark it yet.
                live.markUnsaved(entry);
                entry.wasLost = false;
            }
            Task judged = before.ending() == null ? task.judged(live.silence(before), lostAfter) : task;
            if (judged.state() instanceof TaskState.Lost) {
                Snapshot last = lastOf(before);
                LiveTask checked = last == null ? before : before.checked(last, ticket);
                if (entry.replace(before, checked.with(judged))) {
                    entry.wasLost = true;
                    live.markUnsaved(entry);
                    return last;
                }
                continue;
            }
            LiveTask.PendingEnding ending = before.ending();
            if (ending != null) {
                if (!before.isDueAt(at) || waits(entry, before, ending, at)) {
                    return null;
                }
                continue;
            }
            if (!before.isDueAt(at)) {
                return null;
            }
            Snapshot snapshot = Snapshot.of(task, before.ids().task(), before.last(), at);
            if (entry.replace(before, before.checked(snapshot, ticket))) {
                return snapshot;
            }
        }
    }

    /**
     * The snapshot of a task that gets lost, at the moment it was last heard of, if it moved since its last one: the row of a lost task has the
     * numbers of its last snapshot.
     */
    private static @Nullable Snapshot lastOf(LiveTask lost) {
        Task task = lost.task();
        return lost.last().has(task.progress())
                ? null
                : Snapshot.of(
                        task,
                        lost.ids().task(),
                        lost.last(),
                        lost.momentFrom(task.heard().truncatedTo(ChronoUnit.MILLIS)));
    }

    private static boolean waits(LiveEntry entry, LiveTask before, LiveTask.PendingEnding ending, Instant at) {
        Snapshot snapshot = Snapshot.of(before.task(), before.ids().task(), before.lastCheck(), at);
        return entry.replace(before, before.with(ending.with(snapshot)));
    }

    private void forgetIfOld(LiveEntry entry, LiveTask version) {
        Duration kept = version.task().hasEnded() ? ENDED_KEPT : LOST_KEPT;
        if (live.silence(version).compareTo(kept) > 0) {
            live.forget(entry);
        }
    }
}
