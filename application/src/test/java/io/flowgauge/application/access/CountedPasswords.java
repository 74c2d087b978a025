package io.flowgauge.application.access;

import io.flowgauge.application.port.out.Passwords;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Passwords that cost nothing, but are counted and can be held up. */
final class CountedPasswords implements Passwords {
    private final AtomicInteger verifications = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private volatile CountDownLatch held = new CountDownLatch(0);

    @Override
    public String hash(String password) {
        return "hash of " + password;
    }

    @Override
    public boolean matches(String password, String hash) {
        verifications.incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            begun.release();
            if (!held.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("held up and never let go");
            }
            return hash.equals(hash(password));
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    int verifications() {
        return verifications.get();
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** From now on a verification takes until {@link #letGo}. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void letGo() {
        held.countDown();
    }

    /** Returns once so many more verifications have begun. */
    void awaitBegun(int count) {
        try {
            if (!begun.tryAcquire(count, 30, TimeUnit.SECONDS)) {
                throw new AssertionError(count + " verifications did not begin");
            }
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
