package io.flowgauge.application.history;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots on their way to the history, batch by batch in order, bounded. Past the bound the two oldest batches are merged, so that of
 * a task that is in both the newer snapshot is left, with the interval of both: what gets lost is resolution, never a record.
 */
public final class SnapshotBacklog {
    // One lock: checks and endings put batches in (a few a second), one writer takes them out. Batches are immutable;
    // two
    // are merged by whoever put in the one that went past the bound, outside of the lock, and take their places if they
    // are still the oldest then. The head, once the writer has it, is out of that: it may be in the history though its
    // answer got lost, and must then be written again just as it was.

    /** Stands for a batch, also for one that was merged into the batch before it. */
    public static final class Ticket {
        // under the lock of the backlog
        private @Nullable Ticket mergedInto;
        private boolean written;

        private Ticket() {}
    }

    /** @param ahead the newest check ahead of both; null when that is not known */
    private record Oldest(
            Batch first, Batch second, @Nullable Instant ahead, long taken) {
        Batch merged() {
            return first.with(second, ahead);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final int bound;
    private final Duration patience;
    private @Nullable Batch head;
    private @Nullable Instant lastTaken;
    private int beingMade;
    private long size;
    private long merged;
    private long taken;

    /**
     * @param bound snapshots that wait at most, but for one of each task
     * @param patience how long an ending waits for its task's last check to be written
     */
    public SnapshotBacklog(int bound, Duration patience) {
        this.bound = bound;
        this.patience = patience;
    }

    /** For a batch that will be {@linkplain #offer offered}. */
    public Ticket ticket() {
        lock.lock();
        try {
            beingMade++;
            return new Ticket();
        } finally {
            lock.unlock();
        }
    }

    /** Puts a batch in; with an empty one there is nothing to wait for. */
    public void offer(Ticket ticket, List<Snapshot> snapshots) {
        offer(ticket, snapshots, Optional.empty());
    }

    /**
     * Puts a batch in.
     *
     * @param missed where checks are missing before these
     */
    public void offer(Ticket ticket, List<Snapshot> snapshots, Optional<HistoryGap> missed) {
        Batch batch = new Batch(
                ticket,
                snapshots.stream().map(Snapshot::asStored).toList(),
                missed.stream().toList());
        lock.lock();
        try {
            beingMade--;
            if (batch.isEmpty()) {
                ticket.written = true;
            } else {
                waiting.addLast(batch);
                size += snapshots.size();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        for (Oldest oldest = pastBound(); oldest != null; oldest = pastBound()) {
            replace(oldest, oldest.merged());
        }
    }

    /** The two oldest batches; null when they need not be merged. */
    private @Nullable Oldest pastBound() {
        lock.lock();
        try {
            if (size <= bound || waiting.size() < 2) {
                return null;
            }
            Iterator<Batch> batches = waiting.iterator();
            return new Oldest(batches.next(), batches.next(), lastTaken, taken);
        } finally {
            lock.unlock();
        }
    }

    private void replace(Oldest oldest, Batch both) {
        lock.lock();
        try {
            if (taken != oldest.taken()) {
                return;
            }
            waiting.removeFirst();
            waiting.removeFirst();
            waiting.addFirst(both);
            taken++;
            oldest.second().ticket().mergedInto = both.ticket();
            int less = oldest.first().snapshots().size()
                    + oldest.second().snapshots().size()
                    - both.snapshots().size();
            size -= less;
            merged += less;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the batch of a ticket is in the history.
     *
     * @throws HistoryUnavailable it is not, after a short while
     */
    public void awaitWritten(Ticket ticket) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!isWritten(ticket)) {
                if (left <= 0) {
                    throw new HistoryUnavailable("the last check of the task is not written yet, " + size
                            + " snapshots wait for the history; send the ending again");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new HistoryUnavailable("the service is stopping; send the ending again", stop);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isWritten(Ticket ticket) {
        Ticket now = ticket;
        while (now.mergedInto != null) {
            now = now.mergedInto;
        }
        return now.written;
    }

    /** The oldest batch, which stays until {@link #settle}; null when none came within {@code most}. */
    @Nullable
    Batch head(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (head == null && waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (head == null && !waiting.isEmpty()) {
                head = waiting.removeFirst();
                taken++;
                lastTaken = head.newest() == null ? lastTaken : head.newest();
            }
            return head;
        } finally {
            lock.unlock();
        }
    }

    /** The head is in the history. */
    void settle() {
        lock.lock();
        try {
            if (head != null) {
                size -= head.snapshots().size();
                head.ticket().written = true;
                head = null;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The moment of the oldest check that waits. */
    Optional<Instant> oldest() {
        lock.lock();
        try {
            Batch oldest = head == null ? waiting.peekFirst() : head;
            return oldest == null
                    ? Optional.empty()
                    : oldest.snapshots().stream().map(Snapshot::checkedAt).min(Instant::compareTo);
        } finally {
            lock.unlock();
        }
    }

    /** Whether all checks so far are in the history, also those that are just being made. */
    boolean isSettled() {
        lock.lock();
        try {
            return head == null && waiting.isEmpty() && beingMade == 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How much waits.
     *
     * @param waiting snapshots not yet written
     * @param batches checks they belong to
     * @param bound snapshots that wait at most, but for one of each task
     * @param merged snapshots that went up in their tasks' next ones since the start
     */
    public record Size(long waiting, int batches, int bound, long merged) {}

    public Size size() {
        lock.lock();
        try {
            return new Size(size, waiting.size() + (head == null ? 0 : 1), bound, merged);
        } finally {
            lock.unlock();
        }
    }
}
