package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The tenants; as with users, what changes is durable and audited. Every method throws {@link HistoryUnavailable} when PostgreSQL is away. */
public interface AdministerTenants {
    /** Ordered by name. */
    List<TenantNow> tenants();

    Optional<TenantNow> tenant(TenantId id);

    /** The tenant of somebody who is let in, from memory: also while PostgreSQL is away. */
    Tenant known(TenantId id);

    /** Makes a tenant. */
    Change<Tenant> create(Actor actor, String name, ZoneId zone);

    /**
     * What of a tenant is to change; what is empty stays.
     *
     * @param enabled false: its users and keys are refused, within a second
     */
    record Edit(Optional<String> name, Optional<ZoneId> zone, Optional<Boolean> enabled) {}

    /** Changes a tenant. */
    Change<Tenant> edit(Actor actor, TenantId id, Edit edit);

    /**
     * Begins to delete a tenant with all it has, which then goes on by itself; nobody is let into it from now on, and there is no way back. Of
     * one that is being deleted it tells how far that is. Conflict: the actor's own, and one with the last SuperAdmin.
     */
    Change<TenantNow> delete(Actor actor, TenantId id);
}
