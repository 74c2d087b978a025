package io.flowgauge.persistence;

import io.flowgauge.application.port.out.FlowDescriptions;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresFlowDescriptions implements FlowDescriptions {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    PostgresFlowDescriptions(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Optional<FlowDescription> change(TenantId tenant, FlowId flow, UnaryOperator<FlowDescription> change) {
        return Outage.guard(() -> Objects.requireNonNull(transaction.execute(
                status -> locked(tenant, flow).map(before -> {
                    FlowDescription after = change.apply(before);
                    write(tenant, flow, after);
                    return after;
                }))));
    }

    // A lock that runs of the flow, which refer to its key, do not wait for.
    private Optional<FlowDescription> locked(TenantId tenant, FlowId flow) {
        return jdbc.sql("""
                        SELECT description, owner, link FROM flowgauge.flow
                        WHERE tenant_id = :tenant AND flow_id = :flow FOR NO KEY UPDATE
                        """)
                .param("tenant", tenant.value())
                .param("flow", flow.value())
                .query((row, at) -> new FlowDescription(row.getString(1), row.getString(2), row.getString(3)))
                .optional();
    }

    private void write(TenantId tenant, FlowId flow, FlowDescription said) {
        jdbc.sql("""
                        UPDATE flowgauge.flow SET description = :description, owner = :owner, link = :link
                        WHERE tenant_id = :tenant AND flow_id = :flow
                        """)
                .param("tenant", tenant.value())
                .param("flow", flow.value())
                .param("description", said.description())
                .param("owner", said.owner())
                .param("link", said.link())
                .update();
    }
}
