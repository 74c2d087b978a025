package io.flowgauge.application.access;

import io.flowgauge.application.port.in.IssueTokens;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.domain.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Signs in by password, with limits on failures and on verifications at once. */
public final class SignIn implements IssueTokens {
    private static final int VERIFICATIONS_AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Answer BUSY = new Answer.Busy(Duration.ofSeconds(2));

    private final Directory directory;
    private final Passwords passwords;
    private final Duration tokenLifetime;
    private final InstantSource clock;
    private final LoginThrottle throttle = new LoginThrottle();
    private final VerifiedLogins verified = new VerifiedLogins();
    private final Semaphore verifications = new Semaphore(VERIFICATIONS_AT_ONCE, true);
    private final String nobodysHash;

    /** @param tokenLifetime in whole seconds */
    public SignIn(Directory directory, Passwords passwords, Duration tokenLifetime, InstantSource clock) {
        this.directory = directory;
        this.passwords = passwords;
        this.tokenLifetime = tokenLifetime;
        this.clock = clock;
        this.nobodysHash = passwords.hash(RecorderKey.randomText(24));
    }

    @Override
    public Answer issue(String login, String password, String address) {
        Instant now = clock.instant();
        Optional<Duration> wait = throttle.blocked(login, address, now);
        if (wait.isPresent()) {
            return new Answer.Throttled(wait.get());
        }
        Optional<User> user = directory.login(login);
        if (user.isPresent() && verified.has(user.get(), password, now)) {
            return granted(user.get(), now);
        }
        return verify(login, password, address, user);
    }

    private Answer verify(String login, String password, String address, Optional<User> user) {
        try {
            if (!verifications.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return BUSY;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return BUSY;
        }
        boolean matches;
        try {
            // Those that waited here while others failed for the same login are counted too.
            Optional<Duration> wait = throttle.blocked(login, address, clock.instant());
            if (wait.isPresent()) {
                return new Answer.Throttled(wait.get());
            }
            // An unknown login costs the same work, so the time tells nobody which logins there are.
            matches = passwords.matches(password, user.map(User::passwordHash).orElse(nobodysHash));
            if (user.isEmpty() || !matches) {
                // Before the next one that waits is let in, so that it is counted against this failure.
                throttle.failed(login, address, clock.instant());
            }
        } finally {
            verifications.release();
        }
        Instant now = clock.instant();
        if (user.isPresent() && matches) {
            verified.add(user.get(), password, now);
            return granted(user.get(), now);
        }
        return new Answer.Refused();
    }

    private Answer granted(User user, Instant now) {
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        return new Answer.Granted(user, directory.newestSigningKey(), issuedAt, issuedAt.plus(tokenLifetime));
    }
}
