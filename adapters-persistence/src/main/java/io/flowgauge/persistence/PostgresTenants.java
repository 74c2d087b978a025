package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Tenant;
import java.time.ZoneId;
import java.util.List;
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
        return all().stream()
                .filter(tenant -> tenant.name().equals(name))
                .findFirst()
                .orElseGet(() -> add(name, zone));
    }

    private Tenant add(String name, ZoneId zone) {
        Outage.guard(() -> jdbc.sql(
                        "INSERT INTO flowgauge.tenant (name, zone) VALUES (:name, :zone) ON CONFLICT (name) DO NOTHING")
                .param("name", name)
                .param("zone", zone.getId())
                .update());
        return all().stream()
                .filter(tenant -> tenant.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
