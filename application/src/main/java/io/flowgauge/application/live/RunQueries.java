package io.flowgauge.application.live;

import io.flowgauge.application.port.in.QueryFlowRuns;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskSummary;
import io.flowgauge.domain.TenantId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Runs as the history has them, with the live numbers of the tasks that still run. */
public final class RunQueries implements QueryFlowRuns {
    private final FlowRuns flowRuns;
    private final LiveTasks live;
    private final InstantSource clock;

    public RunQueries(FlowRuns flowRuns, LiveTasks live, InstantSource clock) {
        this.flowRuns = flowRuns;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public Optional<Execution> execution(TenantId tenant, FlowId flow, FlowRuns.Choice choice) {
        return flowRuns.run(tenant, flow, choice).flatMap(run -> execution(tenant, run));
    }

    private Optional<Execution> execution(TenantId tenant, FlowRun run) {
        Map<TaskId, TaskSummary> tasks = new LinkedHashMap<>();
        for (TaskSummary stored : flowRuns.tasksOf(tenant, run.id())) {
            tasks.put(stored.id(), stored);
        }
        for (LiveEntry entry : live.of(tenant, run.id())) {
            // What the history has as ended has ended, though the registry may not have heard of it yet.
            tasks.computeIfPresent(
                    entry.ids().task(),
                    (id, stored) -> stored.state() instanceof io.flowgauge.domain.TaskState.Ended
                            ? stored
                            : TaskSummary.of(id, entry.task()));
        }
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Execution(run, RunLife.of(tasks.values(), run.said()), clock.instant()));
    }
}
