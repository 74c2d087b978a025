package io.flowgauge.application.history;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRuns.Change;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.domain.Snapshot;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the backlog of snapshots to the history, in order, and the changes that are written behind; one thread of its own. */
public final class HistoryWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HistoryWriter.class.getName());
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final int CHANGES_A_WRITE = 1_000;

    private final SnapshotBacklog backlog;
    private final UnsavedChanges changes;
    private final Snapshots snapshots;
    private final HistoryGaps gaps;
    private final FlowRuns flowRuns;
    private final Duration retryAfter;
    private final Thread thread;
    private volatile boolean closing;

    // of the thread alone
    private boolean headMayBeThere;
    private boolean away;

    /** @param retryAfter how long to wait after the history was away */
    public HistoryWriter(
            SnapshotBacklog backlog,
            UnsavedChanges changes,
            Snapshots snapshots,
            HistoryGaps gaps,
            FlowRuns flowRuns,
            Duration retryAfter) {
        this.backlog = backlog;
        this.changes = changes;
        this.snapshots = snapshots;
        this.gaps = gaps;
        this.flowRuns = flowRuns;
        this.retryAfter = retryAfter;
        this.thread = new Thread(this::run, "flowgauge-history-writer");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                boolean lastRound = closing;
                Round round = round(lastRound ? Duration.ZERO : retryAfter);
                if (lastRound && round != Round.WRITTEN) {
                    return;
                }
                if (round == Round.AWAY) {
                    Thread.sleep(retryAfter.toMillis());
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a round came to: a batch was written, none was there, or the history is away. */
    enum Round {
        WRITTEN,
        NONE,
        AWAY
    }

    /** Writes the oldest batch, waiting for one up to {@code most}, and the changes. Of the thread alone. */
    Round round(Duration most) throws InterruptedException {
        Batch head = backlog.head(most);
        boolean written = write(head);
        if (!written) {
            return Round.AWAY;
        }
        return head == null ? Round.NONE : Round.WRITTEN;
    }

    // After a crash a task that its row has as lost goes on from the check that the row names, one that runs from its
    // last
    // snapshot. So a row says that its task is lost only once all checks are there, and before a check is added, all
    // rows
    // that changed say that their tasks run: one may have been lost in the history, run again, and be lost again by
    // now.
    // That holds for every task in the head, since a check marks a task that runs again before it is offered, and
    // changes
    // are drained once the head is known.
    /** False when the history is away. */
    private boolean write(@Nullable Batch head) {
        List<Change> unwritten = new ArrayList<>(changes.drainUnsaved());
        try {
            if (head != null) {
                update(unwritten.stream().map(HistoryWriter::beforeItWasLost).toList());
                unwritten.removeIf(change -> change.task().isRunning());
                // Before the checks that end them: what is killed between the two knows of a gap that it does have.
                head.gaps().forEach(gaps::record);
                append(head.snapshots());
                backlog.settle();
                headMayBeThere = false;
            }
            if (backlog.isSettled()) {
                update(unwritten);
                unwritten.clear();
            }
            back();
            return true;
        } catch (HistoryUnavailable.OutcomeUnknown unknown) {
            headMayBeThere = true;
            away(unknown);
            return false;
        } catch (RuntimeException failed) {
            // Also what is no outage, such as a defect: a check is never given up for it, and the log says so.
            away(failed);
            return false;
        } finally {
            changes.keepUnsaved(unwritten);
        }
    }

    private static Change beforeItWasLost(Change change) {
        return new Change(change.ids(), change.task().beforeItWasLost(), change.last(), change.said());
    }

    private void update(List<Change> all) {
        for (int at = 0; at < all.size(); at += CHANGES_A_WRITE) {
            flowRuns.update(all.subList(at, Math.min(all.size(), at + CHANGES_A_WRITE)));
        }
    }

    private void append(List<Snapshot> batch) {
        if (headMayBeThere) {
            snapshots.appendMissing(batch);
        } else {
            snapshots.append(batch);
        }
    }

    private void away(RuntimeException why) {
        if (!away) {
            away = true;
            SnapshotBacklog.Size size = backlog.size();
            LOG.log(
                    Level.WARNING,
                    "{0} checks not written ({1}); {2} of {3} snapshots kept; next try in {4} ms",
                    size.batches(),
                    why.getMessage(),
                    size.waiting(),
                    size.bound(),
                    retryAfter.toMillis());
            if (!(why instanceof HistoryUnavailable)) {
                LOG.log(Level.ERROR, "writing checks failed by a defect", why);
            }
        }
    }

    private void back() {
        if (away) {
            away = false;
            LOG.log(
                    Level.INFO,
                    "the history is written again; {0} snapshots went up in their tasks'' next ones so far",
                    backlog.size().merged());
        }
    }

    /** Writes what is left, if the history is there, and stops. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
