package io.flowgauge.samples.engine;

import java.time.Duration;

/** Keeps work to a rate: whoever is ahead of it waits, whoever is behind does not hurry to make up more than a second. */
final class Pace {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final double nanosEach;
    private double due = System.nanoTime();

    Pace(int perSecond) {
        this.nanosEach = (double) SECOND / perSecond;
    }

    /** To be called after so many were done; returns when the next may be. */
    void after(long done) throws InterruptedException {
        due = Math.max(due, (double) System.nanoTime() - SECOND) + done * nanosEach;
        long early = (long) (due - System.nanoTime());
        if (early > 0) {
            Thread.sleep(Duration.ofNanos(early).toMillis(), (int) (early % 1_000_000));
        } else if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
