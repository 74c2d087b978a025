package io.flowgauge.application.live;

import io.flowgauge.application.port.in.DescribeFlows;
import io.flowgauge.application.port.in.QueryFlows;
import io.flowgauge.application.port.in.QueryFlows.FlowNow;
import io.flowgauge.application.port.out.FlowDescriptions;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps what people say of flows. */
public final class FlowDescribing implements DescribeFlows {
    private final FlowDescriptions descriptions;
    private final QueryFlows flows;

    public FlowDescribing(FlowDescriptions descriptions, QueryFlows flows) {
        this.descriptions = descriptions;
        this.flows = flows;
    }

    @Override
    public Optional<FlowNow> describe(
            TenantId tenant, FlowId flow, UnaryOperator<FlowDescription> change, String login) {
        return descriptions.change(tenant, flow, change).flatMap(said -> flows.flow(tenant, flow));
    }
}
