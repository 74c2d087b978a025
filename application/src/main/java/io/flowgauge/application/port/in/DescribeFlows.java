package io.flowgauge.application.port.in;

import io.flowgauge.application.port.in.QueryFlows.FlowNow;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import java.util.function.UnaryOperator;

/** Says what flows are for. Their names come from engines, and do not change. */
public interface DescribeFlows {

    /**
     * Changes what is said of a flow.
     *
     * @return the flow as it is now
     * @throws HistoryUnavailable the history is away
     */
    Change<FlowNow> describe(Actor actor, FlowId flow, UnaryOperator<FlowDescription> change);
}
