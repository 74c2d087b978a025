package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.AdministerTenants;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.in.TenantNow;
import io.flowgauge.application.port.out.TenantDeletions;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.Tenant.State;
import io.flowgauge.domain.TenantDeletion;
import io.flowgauge.domain.TenantDeletion.Phase;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes, changes and begins to delete tenants. */
public final class TenantAdministration implements AdministerTenants {
    private final Tenants tenants;
    private final Changes changes;
    private final TenantDeletions deletions;
    private final Directory directory;
    private final AuditLog audit;
    private final InstantSource clock;

    public TenantAdministration(
            Tenants tenants,
            TenantDeletions deletions,
            Changes changes,
            Directory directory,
            AuditLog audit,
            InstantSource clock) {
        this.tenants = tenants;
        this.changes = changes;
        this.deletions = deletions;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<TenantNow> tenants() {
        List<Tenant> all = tenants.all();
        Map<TenantId, TenantDeletion> going = going();
        return all.stream()
                .sorted(Comparator.comparing(Tenant::name))
                .map(tenant -> now(tenant, going))
                .toList();
    }

    @Override
    public Optional<TenantNow> tenant(TenantId id) {
        Optional<Tenant> found =
                tenants.all().stream().filter(tenant -> tenant.id().equals(id)).findFirst();
        return found.map(tenant -> now(tenant, going()));
    }

    private Map<TenantId, TenantDeletion> going() {
        return deletions.all().stream().collect(Collectors.toMap(TenantDeletion::tenant, deletion -> deletion));
    }

    private static TenantNow now(Tenant tenant, Map<TenantId, TenantDeletion> going) {
        return new TenantNow(tenant, Optional.ofNullable(going.get(tenant.id())));
    }

    @Override
    public Tenant known(TenantId id) {
        return directory.tenant(id);
    }

    @Override
    public Change<Tenant> create(Actor actor, String name, ZoneId zone) {
        return changes.make(
                actor,
                now -> tenants.add(name, zone)
                        .<Change<Tenant>>map(made -> {
                            audit.did(actor, Optional.of(made.id()), Action.TENANT_CREATED, target(made), zone.getId());
                            return new Change.Done<>(made);
                        })
                        .orElseGet(() -> taken(name)));
    }

    private static Change<Tenant> taken(String name) {
        return new Change.Conflict<>("there is a tenant \"" + name + "\" already");
    }

    @Override
    public Change<Tenant> edit(Actor actor, TenantId id, Edit edit) {
        return changes.make(actor, by -> {
            Optional<Tenant> found = tenants.hold(id);
            if (found.isEmpty()) {
                return new Change.NotFound<>();
            }
            Tenant now = found.get();
            if (now.state() == State.DELETING) {
                return new Change.Conflict<>("tenant \"" + now.name() + "\" is being deleted");
            }
            Tenant then = new Tenant(
                    id,
                    edit.name().orElse(now.name()),
                    edit.zone().orElse(now.zone()),
                    edit.enabled()
                            .map(enabled -> enabled ? State.ACTIVE : State.DISABLED)
                            .orElse(now.state()));
            if (then.equals(now)) {
                return new Change.Done<>(now);
            }
            if (!tenants.replace(then)) {
                return taken(then.name());
            }
            audit.did(actor, Optional.of(id), Action.TENANT_CHANGED, target(then), told(now, then));
            return new Change.Done<>(then);
        });
    }

    @Override
    public Change<TenantNow> delete(Actor actor, TenantId id) {
        // All users: of two SuperAdmins who delete each other's tenants the second sees the first one's.
        return changes.makeOfUsers(actor, (by, all) -> {
            Optional<Tenant> found = tenants.hold(id);
            if (found.isEmpty()) {
                return new Change.NotFound<>();
            }
            Tenant now = found.get();
            if (now.state() == State.DELETING) {
                return new Change.Done<>(now(now, going()));
            }
            Optional<String> refusal = refusal(all, actor, now);
            return refusal.isPresent() ? new Change.Conflict<>(refusal.get()) : new Change.Done<>(begun(actor, now));
        });
    }

    private static Optional<String> refusal(List<User> all, Actor actor, Tenant tenant) {
        if (all.stream()
                .anyMatch(
                        user -> user.id().equals(actor.user()) && user.tenant().equals(tenant.id()))) {
            return Optional.of("tenant \"" + tenant.name() + "\" is your own; ask a SuperAdmin of another one");
        }
        return LastOnes.wouldBeMissed(all, tenant);
    }

    private TenantNow begun(Actor actor, Tenant now) {
        Tenant leaving = new Tenant(now.id(), now.name(), now.zone(), State.DELETING);
        TenantDeletion deletion = new TenantDeletion(
                now.id(),
                now.name(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                actor.login(),
                actor.address(),
                Phase.WAITING,
                0);
        tenants.replace(leaving);
        deletions.begin(deletion);
        // Of no tenant: those of the tenant go with it.
        audit.did(actor, Optional.empty(), Action.TENANT_DELETION_BEGUN, target(leaving), "");
        return now(leaving, going());
    }

    private static String told(Tenant now, Tenant then) {
        List<String> told = new ArrayList<>();
        if (!now.name().equals(then.name())) {
            told.add("name \"" + now.name() + "\" to \"" + then.name() + "\"");
        }
        if (!now.zone().equals(then.zone())) {
            told.add("zone " + now.zone() + " to " + then.zone());
        }
        if (now.state() != then.state()) {
            told.add(then.isOpen() ? "enabled" : "disabled");
        }
        return String.join(", ", told);
    }

    private static Target target(Tenant tenant) {
        return new Target(Long.toString(tenant.id().value()), tenant.name());
    }
}
