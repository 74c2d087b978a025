package io.flowgauge.application.access;

import io.flowgauge.application.port.out.Passwords;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hashes new passwords one after the other: each takes a core and memory on purpose, and whoever sets many at once is not to take them from
 * all others. Sign-in has a bound of its own.
 */
final class Hashing {
    private final Passwords passwords;
    private final Duration patience;
    private final Semaphore turn = new Semaphore(1, true);

    Hashing(Passwords passwords, Duration patience) {
        this.passwords = passwords;
        this.patience = patience;
    }

    /** The hash; empty when its turn did not come in time. */
    Optional<String> hash(String password) {
        try {
            if (!turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(passwords.hash(password));
        } finally {
            turn.release();
        }
    }
}
