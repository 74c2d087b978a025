package io.flowgauge.application.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets what comes from one address go on one after the other. Remembers those alone who are waiting or at it, and lets few wait: each holds a
 * thread of the service.
 */
final class Lanes {
    private record Lane(Semaphore turn, int users) {}

    /** Work that may have to wait. */
    interface Work<T> {
        T call() throws InterruptedException;
    }

    /** Of an address, with the one whose turn it is. */
    static final int MOST_OF_ONE = 4;

    static final int MOST = 40;

    private final Semaphore places = new Semaphore(MOST);
    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();

    /** Does the work once it is this one's turn; empty when it did not get its turn in time, or too many wait. */
    <T> Optional<T> oneAtATime(String address, Duration patience, Work<T> work) throws InterruptedException {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return inLane(address, patience, work);
        } finally {
            places.release();
        }
    }

    private <T> Optional<T> inLane(String address, Duration patience, Work<T> work) throws InterruptedException {
        Lane lane = lanes.compute(
                address,
                (key, there) -> there == null
                        ? new Lane(new Semaphore(1, true), 1)
                        : new Lane(there.turn(), there.users() + 1));
        Semaphore turn = lane.turn();
        try {
            if (lane.users() > MOST_OF_ONE || !turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.call());
            } finally {
                turn.release();
            }
        } finally {
            lanes.computeIfPresent(
                    address, (key, there) -> there.users() == 1 ? null : new Lane(there.turn(), there.users() - 1));
        }
    }

    /** Addresses that somebody is waiting or at work for. */
    int inUse() {
        return lanes.size();
    }
}
