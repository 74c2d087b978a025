package io.flowgauge.application.port.out;

import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The tenants, durably. Every method throws {@link HistoryUnavailable} when PostgreSQL is away. */
public interface Tenants {
    List<Tenant> all();

    /** The tenant of that name, made with {@code zone} if there is none; once, whatever races. */
    Tenant named(String name, ZoneId zone);

    /** Adds a tenant; empty when the name is taken. */
    Optional<Tenant> add(String name, ZoneId zone);

    /** The tenant of that number; nobody else changes it until the end of the {@linkplain Transactions transaction}. */
    Optional<Tenant> hold(TenantId id);

    /**
     * The tenant of that number; nobody changes it until the end of the {@linkplain Transactions transaction}, in which it must not be {@linkplain
     * #hold held} any more; others may share it.
     */
    Optional<Tenant> share(TenantId id);

    /** Takes over name, zone and state of a known tenant; false when the name is another's. */
    boolean replace(Tenant tenant);
}
