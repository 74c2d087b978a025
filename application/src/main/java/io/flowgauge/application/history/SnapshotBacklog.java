package io.flowgauge.application.history;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Snapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots on their way to the history, batch by batch in order, bounded. Past the bound the oldest batch is dropped and counted.
 */
public final class SnapshotBacklog {
    // One lock: checks and endings put batches in (a few a second), one writer takes them out. The head stays in the
    // queue while it is
    // being written. Tickets are given in order; all up to `settled` have been written or dropped.

    private record Batch(long ticket, List<Snapshot> snapshots) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final TreeSet<Long> unsettled = new TreeSet<>();
    private final int bound;
    private final Duration patience;
    private long tickets;
    private long size;
    private long dropped;
    private @Nullable Batch writing;

    /**
     * @param bound snapshots that wait at most, at least one batch
     * @param patience how long an ending waits for its task's last check to be written
     */
    public SnapshotBacklog(int bound, Duration patience) {
        this.bound = bound;
        this.patience = patience;
    }

    /** A number for a batch that will be {@linkplain #offer offered}. */
    public long ticket() {
        lock.lock();
        try {
            unsettled.add(++tickets);
            return tickets;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a batch in; an empty one only settles its ticket. */
    public void offer(long ticket, List<Snapshot> snapshots) {
        lock.lock();
        try {
            if (snapshots.isEmpty()) {
                unsettled.remove(ticket);
            } else {
                waiting.addLast(new Batch(ticket, snapshots));
                size += snapshots.size();
                dropOldestPastBound();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void dropOldestPastBound() {
        Iterator<Batch> oldestFirst = waiting.iterator();
        while (size > bound && waiting.size() > 1 && oldestFirst.hasNext()) {
            Batch oldest = oldestFirst.next();
            // The very batch that is being written, not one that equals it.
            @SuppressWarnings("ReferenceEquality")
            boolean isBeingWritten = oldest == writing;
            if (!isBeingWritten) {
                oldestFirst.remove();
                size -= oldest.snapshots().size();
                dropped += oldest.snapshots().size();
                unsettled.remove(oldest.ticket());
            }
        }
    }

    /**
     * Waits until the batch of a ticket is in the history.
     *
     * @throws HistoryUnavailable it is not, after a short while
     */
    public void awaitWritten(long ticket) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (unsettled.contains(ticket)) {
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

    /** The oldest batch, which stays until {@link #settle}; null when none came within {@code most}. */
    @Nullable
    List<Snapshot> head(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            writing = waiting.peekFirst();
            return writing == null ? null : writing.snapshots();
        } finally {
            lock.unlock();
        }
    }

    /** The head is in the history. */
    void settle() {
        lock.lock();
        try {
            Batch written = waiting.pollFirst();
            if (written != null) {
                size -= written.snapshots().size();
                unsettled.remove(written.ticket());
            }
            writing = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all checks so far are in the history, also those that are just being made. */
    boolean isSettled() {
        lock.lock();
        try {
            return unsettled.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How much waits.
     *
     * @param waiting snapshots not yet written
     * @param batches checks they belong to
     * @param bound snapshots that wait at most
     * @param dropped snapshots given up since the start
     */
    public record Size(long waiting, int batches, int bound, long dropped) {}

    public Size size() {
        lock.lock();
        try {
            return new Size(size, waiting.size(), bound, dropped);
        } finally {
            lock.unlock();
        }
    }
}
