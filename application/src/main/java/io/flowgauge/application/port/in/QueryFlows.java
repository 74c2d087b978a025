package io.flowgauge.application.port.in;

import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.application.port.out.Flows.Day;
import io.flowgauge.application.port.out.Flows.Durations;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Flow;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Flows, and how they usually go. Every method throws {@link HistoryUnavailable} when the history is away. */
public interface QueryFlows {

    /**
     * Flows of a tenant, ordered by name.
     *
     * @param name the exact name; empty for all
     * @param after where the page before said that the rest begins; empty for the first page
     */
    Page<FlowNow, String> flows(TenantId tenant, Optional<String> name, Optional<String> after, int limit);

    /** A flow; empty when the tenant has no such flow. */
    Optional<FlowNow> flow(TenantId tenant, FlowId flow);

    /** The runs of a flow over so many days of its tenant's zone, today included; empty when the tenant has no such flow. */
    Optional<Trend> trend(TenantId tenant, FlowId flow, int days);

    /**
     * A flow as it is now.
     *
     * @param description what people say of it
     * @param last its newest run; empty when all are forgotten
     * @param running how many of its runs run
     */
    record FlowNow(Flow flow, FlowDescription description, Optional<Execution> last, int running) {}

    /**
     * A flow day by day.
     *
     * @param zone in which the days begin
     * @param days each day, those without runs too, today the last
     * @param durations of all the days' runs; empty when none ended
     */
    record Trend(Flow flow, ZoneId zone, List<Day> days, Optional<Durations> durations) {}
}
