package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.IssueTokens;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.TenantId;
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

    private enum Purpose {
        TOKEN,
        SESSION,
        CONFIRMATION
    }

    private final Directory directory;
    private final Passwords passwords;
    private final Duration tokenLifetime;
    private final InstantSource clock;
    private final AuditLog audit;
    private final Lanes lanes = new Lanes();
    private final LoginThrottle throttle = new LoginThrottle();
    private final VerifiedLogins verified = new VerifiedLogins();
    private final Semaphore verifications = new Semaphore(VERIFICATIONS_AT_ONCE, true);
    private final String nobodysHash;

    /** @param tokenLifetime in whole seconds */
    public SignIn(
            Directory directory, Passwords passwords, Duration tokenLifetime, AuditLog audit, InstantSource clock) {
        this.directory = directory;
        this.passwords = passwords;
        this.tokenLifetime = tokenLifetime;
        this.audit = audit;
        this.clock = clock;
        this.nobodysHash = passwords.hash(Secrets.random(24));
    }

    @Override
    public Answer issue(String login, String password, String address) {
        return attempt(login, password, address, Purpose.TOKEN);
    }

    /** For a session of the page, each of which is in the audit trail; of tokens, one a minute from an address is. */
    Answer forSession(String login, String password, String address) {
        return attempt(login, password, address, Purpose.SESSION);
    }

    /** As a sign-in, but of somebody who is signed in: a wrong password counts and is told of alike, a right one is no sign-in. */
    Answer verify(String login, String password, String address) {
        return attempt(login, password, address, Purpose.CONFIRMATION);
    }

    private Answer attempt(String login, String password, String address, Purpose purpose) {
        Instant now = clock.instant();
        String network = Network.of(address);
        Optional<Duration> wait = throttle.blocked(login, network, now);
        if (wait.isPresent()) {
            return new Answer.Throttled(wait.get());
        }
        Optional<User> user = directory.login(login);
        if (user.isPresent() && verified.has(user.get(), password, now)) {
            noteSignIn(user.get(), address, purpose, now);
            return granted(user.get(), now);
        }
        try {
            // Whoever tries a lot from one address waits for the others from there, and leaves the rest to people
            // elsewhere.
            return lanes.oneAtATime(network, PATIENCE, () -> inTurn(login, password, address, network, user, purpose))
                    .orElse(BUSY);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return BUSY;
        }
    }

    private Answer inTurn(
            String login, String password, String address, String network, Optional<User> user, Purpose purpose)
            throws InterruptedException {
        if (!verifications.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return BUSY;
        }
        boolean matches;
        try {
            // Those that waited here while others failed for the same login are counted too.
            Optional<Duration> wait = throttle.blocked(login, network, clock.instant());
            if (wait.isPresent()) {
                return new Answer.Throttled(wait.get());
            }
            // An unknown login costs the same work, so the time tells nobody which logins there are.
            matches = passwords.matches(password, user.map(User::passwordHash).orElse(nobodysHash));
            if (user.isEmpty() || !matches) {
                // Before the next one that waits is let in, so that it is counted against this failure.
                throttle.failed(login, network, clock.instant());
            }
        } finally {
            verifications.release();
        }
        Instant now = clock.instant();
        if (user.isPresent() && matches) {
            verified.add(user.get(), password, now);
            noteSignIn(user.get(), address, purpose, now);
            return granted(user.get(), now);
        }
        note(Action.SIGN_IN_FAILED, user, address, now);
        return new Answer.Refused();
    }

    private void noteSignIn(User user, String address, Purpose purpose, Instant now) {
        boolean noted = switch (purpose) {
            case TOKEN -> verified.isNewFrom(user, address);
            case SESSION -> true;
            case CONFIRMATION -> false;
        };
        if (noted) {
            note(Action.SIGN_IN, Optional.of(user), address, now);
        }
    }

    /** Of a login that nobody has it is not kept what was tried: people type passwords there. */
    private void note(Action action, Optional<User> user, String address, Instant now) {
        audit.note(new AuditEvent(
                now,
                user.map(User::tenant),
                action,
                user.map(User::login).orElse(""),
                address,
                Optional.empty(),
                Optional.empty()));
    }

    @Override
    public Optional<Answer.Granted> switchTenant(Actor actor, User user, TenantId tenant, Instant until) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return directory.known(tenant).map(known -> {
            audit.note(new AuditEvent(
                    now,
                    Optional.of(tenant),
                    Action.TENANT_SWITCHED,
                    actor.login(),
                    actor.address(),
                    Optional.of(new AuditEvent.Target(Long.toString(tenant.value()), known.name())),
                    Optional.empty()));
            return new Answer.Granted(user, tenant, directory.newestSigningKey(), now, until);
        });
    }

    private Answer granted(User user, Instant now) {
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        return new Answer.Granted(
                user, user.tenant(), directory.newestSigningKey(), issuedAt, issuedAt.plus(tokenLifetime));
    }
}
