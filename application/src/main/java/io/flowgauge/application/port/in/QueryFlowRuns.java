package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Optional;

/** Runs of a flow, with live numbers while they run. */
public interface QueryFlowRuns {

    /**
     * The chosen run of a flow; empty when the tenant has no such flow or run
     * @throws HistoryUnavailable runs are looked up in the history, which is away
     */
    Optional<Execution> execution(TenantId tenant, FlowId flow, FlowRuns.Choice choice);

    /**
     * A run and its life.
     *
     * @param now the moment of reading, the end of a running run's duration */
    record Execution(FlowRun run, RunLife life, Instant now) {}
}
