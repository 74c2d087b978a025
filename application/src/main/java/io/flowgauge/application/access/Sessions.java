package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.in.CheckAccess.SignedIn;
import io.flowgauge.application.port.in.IssueTokens;
import io.flowgauge.application.port.in.SignInOnPage;
import io.flowgauge.application.port.out.PageSessions;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sessions of the page. This node remembers those that it has seen until anything of access changes, so that they are checked without
 * PostgreSQL; what ends a session elsewhere is such a change.
 */
public final class Sessions implements SignInOnPage {
    private static final Pattern COOKIE = Pattern.compile("([A-Za-z0-9_-]{16})\\.([A-Za-z0-9_-]{32})");
    private static final int LONGEST_AGENT = 256;
    static final int MOST_OF_USER = 50;

    /** More people than will ever watch one node at once; more are looked up each time. */
    private static final int REMEMBERED = 20_000;

    /**
     * When a session ends by itself.
     *
     * @param idle after its last use
     * @param absolute after its beginning
     */
    public record Limits(Duration idle, Duration absolute) {}

    private record Seen(long version, Map<String, PageSession> sessions) {}

    private final Directory directory;
    private final SignIn signIn;
    private final PageSessions sessions;
    private final Tenants tenants;
    private final Changes changes;
    private final AuditLog audit;
    private final Limits limits;
    private final InstantSource clock;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private volatile Seen seen = new Seen(0, new ConcurrentHashMap<>());

    public Sessions(
            Directory directory,
            SignIn signIn,
            PageSessions sessions,
            Tenants tenants,
            Changes changes,
            AuditLog audit,
            Limits limits,
            InstantSource clock) {
        this.directory = directory;
        this.signIn = signIn;
        this.sessions = sessions;
        this.tenants = tenants;
        this.changes = changes;
        this.audit = audit;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Answer begin(String login, String password, String address, String agent) {
        IssueTokens.Answer answer = signIn.forSession(login, password, address);
        if (!(answer instanceof IssueTokens.Answer.Granted granted)) {
            return new Answer.NotIssued(answer);
        }
        User user = granted.user();
        Instant now = clock.instant();
        String id = Secrets.random(12);
        String secret = Secrets.random(24);
        PageSession session = new PageSession(
                id,
                Secrets.hash(secret),
                user.id(),
                user.credentialVersion(),
                user.tenant(),
                now,
                now,
                address,
                shortened(agent));
        sessions.add(session);
        endOldest(user.id());
        return new Answer.Begun(user, session, id + "." + secret);
    }

    /** Whoever has a user's password, or a page that signs in in a loop, must not fill the database. */
    private void endOldest(UserId user) {
        sessions.of(user).stream().skip(MOST_OF_USER).forEach(oldest -> sessions.remove(user, oldest.id()));
    }

    private static String shortened(String agent) {
        String printable = agent.replaceAll("\\P{Print}", "");
        return printable.length() > LONGEST_AGENT ? printable.substring(0, LONGEST_AGENT) : printable;
    }

    /** Whose cookie it is. */
    Optional<SignedIn> of(String cookie) {
        Matcher parts = COOKIE.matcher(cookie);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String id = parts.group(1);
        Optional<PageSession> found = remembered(id);
        if (found.isEmpty() || !Secrets.matches(parts.group(2), found.get().secretHash())) {
            return Optional.empty();
        }
        PageSession session = found.get();
        Instant now = clock.instant();
        Instant lastUsed = uses.getOrDefault(id, session.lastUsed());
        if (!now.isBefore(lastUsed.plus(limits.idle()))
                || !now.isBefore(session.created().plus(limits.absolute()))) {
            return Optional.empty();
        }
        Optional<User> user = directory.user(session.user(), session.tenant(), session.credentialVersion());
        user.ifPresent(known -> uses.put(id, now));
        return user.map(known -> new SignedIn(known, session));
    }

    private Optional<PageSession> remembered(String id) {
        Seen now = seen;
        long version = directory.version();
        if (now.version() != version) {
            now = new Seen(version, new ConcurrentHashMap<>());
            seen = now;
        }
        PageSession known = now.sessions().get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PageSession> found = sessions.find(id);
        if (now.sessions().size() < REMEMBERED) {
            Map<String, PageSession> of = now.sessions();
            found.ifPresent(session -> of.put(id, session));
        }
        return found;
    }

    @Override
    public List<PageSession> sessions(UserId user) {
        return sessions.of(user);
    }

    @Override
    public Change<String> end(Actor actor, UserId user, String id) {
        return changes.make(actor, by -> {
            // Looked for first: a removal, also of nothing, makes every node read all accounts again.
            if (sessions.of(user).stream().noneMatch(session -> session.id().equals(id))
                    || !sessions.remove(user, id)) {
                return new Change.NotFound<>();
            }
            boolean own = user.equals(actor.user());
            audit.did(
                    actor,
                    own ? Action.SIGN_OUT : Action.SESSION_ENDED,
                    new Target(id, own ? actor.login() : "user " + user.value()),
                    "");
            return new Change.Done<>(id);
        });
    }

    @Override
    public Change<PageSession> switchTenant(Actor actor, PageSession session, TenantId tenant) {
        return changes.make(actor, by -> {
            if (!by.may(Permission.GOVERN)) {
                return new Change.Forbidden<>("only a SuperAdmin switches to another tenant");
            }
            Optional<Tenant> known = tenants.share(tenant).filter(Tenant::stays);
            if (known.isEmpty()) {
                return new Change.NotFound<>();
            }
            PageSession moved = session.in(tenant);
            sessions.replace(moved);
            audit.did(
                    actor,
                    Optional.of(tenant),
                    Action.TENANT_SWITCHED,
                    new Target(Long.toString(tenant.value()), known.get().name()),
                    "");
            return new Change.Done<>(moved);
        });
    }

    /** Writes when sessions were last used, and ends those that are past their limits. */
    void writeUses() {
        Map<String, Instant> some = new HashMap<>(uses);
        if (!some.isEmpty()) {
            sessions.used(some);
            some.forEach((id, use) -> {
                // Before it is forgotten below, so that it counts all the while.
                seen.sessions().computeIfPresent(id, (key, session) -> session.usedAt(use));
                uses.remove(id, use);
            });
        }
        Instant now = clock.instant();
        sessions.removeOlder(now.minus(limits.idle()), now.minus(limits.absolute()));
    }
}
