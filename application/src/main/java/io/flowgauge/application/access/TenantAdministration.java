package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.AdministerTenants;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.Tenant.State;
import io.flowgauge.domain.TenantId;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes and changes tenants. */
public final class TenantAdministration implements AdministerTenants {
    private final Tenants tenants;
    private final Changes changes;
    private final Directory directory;
    private final AuditLog audit;

    public TenantAdministration(Tenants tenants, Transactions transactions, Directory directory, AuditLog audit) {
        this.tenants = tenants;
        this.changes = new Changes(transactions, directory);
        this.directory = directory;
        this.audit = audit;
    }

    @Override
    public List<Tenant> tenants() {
        return tenants.all().stream().sorted(Comparator.comparing(Tenant::name)).toList();
    }

    @Override
    public Optional<Tenant> tenant(TenantId id) {
        return tenants.all().stream().filter(tenant -> tenant.id().equals(id)).findFirst();
    }

    @Override
    public Tenant known(TenantId id) {
        return directory.tenant(id);
    }

    @Override
    public Change<Tenant> create(Actor actor, String name, ZoneId zone) {
        return changes.make(() -> tenants.add(name, zone)
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
        return changes.make(() -> {
            Optional<Tenant> found = tenant(id);
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
