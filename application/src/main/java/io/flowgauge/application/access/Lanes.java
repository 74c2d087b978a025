package io.flowgauge.application.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets what comes from one address go on one after the other. Remembers those alone who are waiting or at it. */
final class Lanes {
    private record Lane(Semaphore turn, int users) {}

    /** Work that may have to wait. */
    interface Work<T> {
        T call() throws InterruptedException;
    }

    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();

    /** Does the work once it is this one's turn; empty when it did not get its turn in time. */
    <T> Optional<T> oneAtATime(String address, Duration patience, Work<T> work) throws InterruptedException {
        Semaphore turn = lanes.compute(
                        address,
                        (key, lane) -> lane == null
                                ? new Lane(new Semaphore(1, true), 1)
                                : new Lane(lane.turn(), lane.users() + 1))
                .turn();
        try {
            if (!turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.call());
            } finally {
                turn.release();
            }
        } finally {
            lanes.computeIfPresent(
                    address, (key, lane) -> lane.users() == 1 ? null : new Lane(lane.turn(), lane.users() - 1));
        }
    }

    /** Addresses that somebody is waiting or at work for. */
    int inUse() {
        return lanes.size();
    }
}
