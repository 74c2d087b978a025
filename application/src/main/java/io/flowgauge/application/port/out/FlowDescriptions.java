package io.flowgauge.application.port.out;

import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What people say of flows. Throws {@link HistoryUnavailable} when the history is away. */
public interface FlowDescriptions {

    /**
     * Changes what is said of a flow. Of changes at once, each sees what the one before left.
     *
     * @return what is said now; empty when the tenant has no such flow
     */
    Optional<FlowDescription> change(TenantId tenant, FlowId flow, UnaryOperator<FlowDescription> change);
}
