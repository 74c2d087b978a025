package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.AdministerKeys;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes, rotates and revokes API keys. */
public final class KeyAdministration implements AdministerKeys {
    private static final String ONLY_SUPER_ADMINS =
            "a key with the role monitor, which sees numbers of all tenants, is made and changed by a SuperAdmin alone";

    private final ApiKeys keys;
    private final Tenants tenants;
    private final Changes changes;
    private final AuditLog audit;
    private final InstantSource clock;

    public KeyAdministration(ApiKeys keys, Tenants tenants, Changes changes, AuditLog audit, InstantSource clock) {
        this.keys = keys;
        this.tenants = tenants;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<KeyNow> keys(TenantId tenant) {
        Map<String, Instant> uses = keys.lastUses();
        return keys.all().stream()
                .filter(key -> key.tenant().equals(tenant))
                .sorted(Comparator.comparing(ApiKey::name)
                        .thenComparing(ApiKey::created)
                        .thenComparing(ApiKey::id))
                .map(key -> new KeyNow(key, Optional.ofNullable(uses.get(key.id()))))
                .toList();
    }

    @Override
    public Change<Made> create(
            Actor actor, String name, Role role, Optional<Instant> expires, OptionalInt requestsPerMinute) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (expires.isPresent() && !expires.get().isAfter(now)) {
            return new Change.Invalid<>("expires", "expires is in the past; give a moment to come, or null for never");
        }
        return changes.make(actor, by -> {
            if (mayNot(by, role)) {
                return new Change.Forbidden<>(ONLY_SUPER_ADMINS);
            }
            if (isLeaving(by.tenant())) {
                return new Change.NotFound<>();
            }
            Made made = made(by, name, role, now, expires, requestsPerMinute);
            audit.did(by, Action.KEY_CREATED, target(made.key()), role.word());
            return new Change.Done<>(made);
        });
    }

    /** What was made in such a tenant would go with it; of one that is there it stays so until the key is in it. */
    private boolean isLeaving(TenantId tenant) {
        return tenants.share(tenant).filter(Tenant::stays).isEmpty();
    }

    private static boolean mayNot(Actor actor, Role role) {
        return role == Role.MONITOR && !actor.may(Permission.GOVERN);
    }

    private Made made(
            Actor actor, String name, Role role, Instant now, Optional<Instant> expires, OptionalInt perMinute) {
        PlainKey plain = PlainKey.random(Secrets.randomLetters(12));
        ApiKey key = new ApiKey(
                plain.id(),
                actor.tenant(),
                name,
                role,
                plain.secretHash(),
                now,
                expires,
                perMinute,
                Optional.of(actor.login()));
        keys.add(key);
        return new Made(key, plain.text());
    }

    @Override
    public Change<Made> rotate(Actor actor, String id, Duration overlap) {
        return changes.make(actor, by -> {
            Optional<ApiKey> found = keys.hold(by.tenant(), id);
            if (found.isEmpty() || isLeaving(by.tenant())) {
                return new Change.NotFound<>();
            }
            ApiKey old = found.get();
            if (mayNot(by, old.role())) {
                return new Change.Forbidden<>(ONLY_SUPER_ADMINS);
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            if (old.isExpired(now)) {
                return new Change.Conflict<>("the key has expired; make another one");
            }
            if (isRotated(old)) {
                return new Change.Conflict<>(
                        "the key has been rotated already; rotate its successor, or make another one");
            }
            Instant end = now.plus(overlap);
            keys.expire(old.id(), old.expires().filter(end::isAfter).orElse(end));
            // The new one is for as long as the old one was.
            Optional<Instant> expires = old.expires().map(until -> now.plus(Duration.between(old.created(), until)));
            Made made = made(by, old.name(), old.role(), now, expires, old.requestsPerMinute());
            audit.did(
                    by,
                    Action.KEY_ROTATED,
                    target(old),
                    "to " + made.key().id() + ", taken for another " + overlap.toSeconds() + " s");
            return new Change.Done<>(made);
        });
    }

    @Override
    public Change<ApiKey> revoke(Actor actor, String id) {
        return changes.make(actor, by -> {
            Optional<ApiKey> found = keys.hold(by.tenant(), id);
            if (found.isEmpty()) {
                return new Change.NotFound<>();
            }
            if (mayNot(by, found.get().role())) {
                return new Change.Forbidden<>(ONLY_SUPER_ADMINS);
            }
            keys.remove(id);
            audit.did(
                    by,
                    Action.KEY_REVOKED,
                    target(found.get()),
                    found.get().role().word());
            return new Change.Done<>(found.get());
        });
    }

    /** An end alone does not tell: a key may be made with one. The audit trail does, which outlives each overlap. */
    private boolean isRotated(ApiKey key) {
        return key.expires()
                .filter(end -> audit.tells(
                        key.tenant(),
                        Action.KEY_ROTATED,
                        key.id(),
                        end.minus(LONGEST_OVERLAP).truncatedTo(ChronoUnit.MILLIS)))
                .isPresent();
    }

    private static Target target(ApiKey key) {
        return new Target(key.id(), key.name());
    }
}
