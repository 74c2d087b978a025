package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresTenants implements Tenants {
    private final TenantRows rows;
    private final JdbcClient jdbc;

    /** The name may be taken by somebody who is at it, which only the index knows: the transaction has to go on after its refusal. */
    private final TransactionTemplate savepoint;

    PostgresTenants(TenantRows rows, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.savepoint = new TransactionTemplate(transactions);
        savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
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
        return Outage.guard(() -> {
            try {
                return Objects.requireNonNull(savepoint.execute(status -> update(tenant)));
            } catch (DuplicateKeyException taken) {
                return false;
            }
        });
    }

    private boolean update(Tenant tenant) {
        return jdbc.sql("UPDATE flowgauge.tenant SET name = :name, zone = :zone, state = :state WHERE tenant_id = :id")
                        .param("name", tenant.name())
                        .param("zone", tenant.zone().getId())
                        .param("state", tenant.state().name().toLowerCase(Locale.ROOT))
                        .param("id", tenant.id().value())
                        .update()
                > 0;
    }
}
