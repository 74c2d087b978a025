package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRuns.TaskPlace;
import io.flowgauge.application.port.out.Flows.RunFilter;
import io.flowgauge.application.port.out.Flows.RunPlace;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Optional;

/** Runs of flows, with live numbers while they run. Every method throws {@link HistoryUnavailable} when the history, which runs are looked up in, is away. */
public interface QueryFlowRuns {

    /** The chosen run of a flow; empty when the tenant has no such flow or run. */
    Optional<Execution> execution(TenantId tenant, FlowId flow, FlowRuns.Choice choice);

    /**
     * Runs of a flow, the newest first; empty when the tenant has no such flow.
     *
     * @param after where the page before said that the rest begins; empty for the first page
     */
    Optional<Page<Execution, RunPlace>> runs(
            TenantId tenant, FlowId flow, RunFilter filter, Optional<RunPlace> after, int limit);

    /**
     * A run with its tasks; empty when the tenant has no such run.
     *
     * @param after where the page of tasks before said that the rest begins; empty for the first page
     */
    Optional<RunWithTasks> run(TenantId tenant, AuditId run, Optional<TaskPlace> after, int limit);

    /**
     * A run and its life.
     *
     * @param now the moment of reading, the end of a running run's duration */
    record Execution(FlowRun run, RunLife life, Instant now) {}

    /** A run and some of its tasks, ordered by start, then number. */
    record RunWithTasks(Execution execution, Page<TaskNow, TaskPlace> tasks) {}
}
