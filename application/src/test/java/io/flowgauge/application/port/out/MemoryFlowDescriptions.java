package io.flowgauge.application.port.out;

import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What people say of the flows of a history in memory. */
public final class MemoryFlowDescriptions implements FlowDescriptions {
    private final MemoryFlowRuns runs;

    public MemoryFlowDescriptions(MemoryFlowRuns runs) {
        this.runs = runs;
    }

    @Override
    public Optional<FlowDescription> change(TenantId tenant, FlowId id, UnaryOperator<FlowDescription> change) {
        return runs.flows().stream()
                .filter(flow -> flow.tenant().equals(tenant) && flow.id().equals(id))
                .findFirst()
                .map(flow -> runs.describe(flow, change));
    }
}
