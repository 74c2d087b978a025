package io.flowgauge.application.live;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryFlowRuns;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRuns.TaskPlace;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.Flows.KnownRun;
import io.flowgauge.application.port.out.Flows.RunFilter;
import io.flowgauge.application.port.out.Flows.RunPlace;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs as the history has them, with the live numbers of the tasks that still run. */
public final class RunQueries implements QueryFlowRuns {
    private final FlowRuns flowRuns;
    private final Flows flows;
    private final LiveRuns liveRuns;
    private final RunTasks runTasks;
    private final InstantSource clock;

    public RunQueries(
            FlowRuns flowRuns,
            Flows flows,
            LiveTasks live,
            Function<TenantId, String> tenantNames,
            InstantSource clock) {
        this.flowRuns = flowRuns;
        this.flows = flows;
        this.liveRuns = new LiveRuns(flowRuns, live);
        this.runTasks = new RunTasks(flowRuns, live, tenantNames);
        this.clock = clock;
    }

    @Override
    public Optional<Execution> execution(TenantId tenant, FlowId flow, FlowRuns.Choice choice) {
        return flowRuns.run(tenant, flow, choice).flatMap(run -> liveRuns.now(run, clock.instant()));
    }

    @Override
    public Optional<Page<Execution, RunPlace>> runs(
            TenantId tenant, FlowId flow, RunFilter filter, Optional<RunPlace> after, int limit) {
        List<KnownRun> runs = flows.runs(tenant, flow, filter, after, limit + 1);
        if (runs.isEmpty() && flows.flow(tenant, flow).isEmpty()) {
            return Optional.empty();
        }
        boolean hasMore = runs.size() > limit;
        List<KnownRun> page = hasMore ? runs.subList(0, limit) : runs;
        Optional<RunPlace> next = hasMore ? Optional.of(place(page.get(limit - 1))) : Optional.empty();
        return Optional.of(new Page<>(liveRuns.now(page, clock.instant()), next));
    }

    private static RunPlace place(KnownRun last) {
        return new RunPlace(last.life().started(), last.run().id());
    }

    @Override
    public Optional<RunWithTasks> run(TenantId tenant, AuditId id, Optional<TaskPlace> after, int limit) {
        return flows.run(tenant, id).map(known -> {
            Instant now = clock.instant();
            Execution execution = liveRuns.now(List.of(known), now).get(0);
            return new RunWithTasks(execution, tasks(tenant, id, after, limit, now));
        });
    }

    private Page<TaskNow, TaskPlace> tasks(
            TenantId tenant, AuditId run, Optional<TaskPlace> after, int limit, Instant now) {
        List<TaskNow> tasks = runTasks.of(tenant, run, after, limit + 1, now);
        boolean hasMore = tasks.size() > limit;
        List<TaskNow> page = hasMore ? tasks.subList(0, limit) : tasks;
        return new Page<>(page, hasMore ? Optional.of(RunTasks.place(page.get(limit - 1))) : Optional.empty());
    }
}
