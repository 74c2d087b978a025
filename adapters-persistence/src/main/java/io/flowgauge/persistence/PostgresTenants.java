package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PostgresTenants implements Tenants {
    private final TenantRows rows;
    private final JdbcClient jdbc;

    PostgresTenants(TenantRows rows, JdbcClient jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    @Override
    public List<Tenant> all() {
        return Outage.guard(
                () -> rows.findAll().stream().map(Mappings.ACCOUNTS::tenant).toList());
    }

    @Override
    public Tenant named(String name, ZoneId zone) {
        return known(name)
                .or(() -> add(name, zone))
                // Another one made it in between.
                .or(() -> known(name))
                .orElseThrow(() -> new IllegalStateException("tenant \"" + name + "\" comes and goes"));
    }

    private Optional<Tenant> known(String name) {
        return all().stream().filter(tenant -> tenant.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Tenant> add(String name, ZoneId zone) {
        return Outage.guard(() -> jdbc.sql("""
                        INSERT INTO flowgauge.tenant (name, zone) VALUES (:name, :zone) ON CONFLICT (name) DO NOTHING
                        RETURNING tenant_id
                        """)
                .param("name", name)
                .param("zone", zone.getId())
                .query(Long.class)
                .optional()
                .map(id -> new Tenant(new TenantId(id), name, zone, Tenant.State.ACTIVE)));
    }

    @Override
    public Optional<Tenant> hold(TenantId id) {
        return locked(id, "FOR NO KEY UPDATE");
    }

    @Override
    public Optional<Tenant> share(TenantId id) {
        return locked(id, "FOR SHARE");
    }

    private Optional<Tenant> locked(TenantId id, String how) {
        Outage.guard(() -> jdbc.sql("SELECT FROM flowgauge.tenant WHERE tenant_id = :id " + how)
                .param("id", id.value())
                .query()
                .listOfRows());
        return Outage.guard(() -> rows.findById(id.value()).map(Mappings.ACCOUNTS::tenant));
    }

    @Override
    public boolean replace(Tenant tenant) {
        return Outage.guard(() -> jdbc.sql("""
                        UPDATE flowgauge.tenant SET name = :name, zone = :zone, state = :state
                        WHERE tenant_id = :id
                          AND NOT EXISTS (SELECT FROM flowgauge.tenant o WHERE o.name = :name AND o.tenant_id <> :id)
                        """)
                        .param("name", tenant.name())
                        .param("zone", tenant.zone().getId())
                        .param("state", tenant.state().name().toLowerCase(Locale.ROOT))
                        .param("id", tenant.id().value())
                        .update()
                > 0);
    }
}
