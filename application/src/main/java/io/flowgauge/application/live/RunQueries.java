package io.flowgauge.application.live;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryFlowRuns;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.Flows.KnownRun;
import io.flowgauge.application.port.out.Flows.RunFilter;
import io.flowgauge.application.port.out.Flows.RunPlace;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskSummary;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs as the history has them, with the live numbers of the tasks that still run. */
public final class RunQueries implements QueryFlowRuns {
    private static final Comparator<TaskNow> FIRST = Comparator.comparing(
                    (TaskNow read) -> read.task().started())
            .thenComparing(read -> read.ids().task());

    private final FlowRuns flowRuns;
    private final Flows flows;
    private final LiveTasks live;
    private final LiveRuns liveRuns;
    private final Function<TenantId, String> tenantNames;
    private final InstantSource clock;

    public RunQueries(
            FlowRuns flowRuns,
            Flows flows,
            LiveTasks live,
            Function<TenantId, String> tenantNames,
            InstantSource clock) {
        this.flowRuns = flowRuns;
        this.flows = flows;
        this.live = live;
        this.liveRuns = new LiveRuns(flowRuns, live);
        this.tenantNames = tenantNames;
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
    public Optional<RunWithTasks> run(TenantId tenant, AuditId id) {
        return flows.run(tenant, id).map(known -> withTasks(tenant, known));
    }

    private RunWithTasks withTasks(TenantId tenant, KnownRun known) {
        String name = tenantNames.apply(tenant);
        FlowRun run = known.run();
        Instant now = clock.instant();
        Map<TaskId, TaskNow> tasks = new LinkedHashMap<>();
        for (LiveEntry entry : live.of(tenant, run.id())) {
            LiveTask version = entry.now();
            tasks.put(version.ids().task(), TaskQueries.now(name, version, now));
        }
        flowRuns.tasks(tenant, run.id(), tasks.keySet())
                .forEach(task -> tasks.put(task.ids().task(), TaskQueries.now(name, task, now)));
        List<TaskNow> inOrder = tasks.values().stream().sorted(FIRST).toList();
        RunLife life = inOrder.isEmpty() ? known.life() : RunLife.of(summaries(inOrder), run.said());
        return new RunWithTasks(new Execution(run, life, now), inOrder);
    }

    private static Collection<TaskSummary> summaries(List<TaskNow> tasks) {
        return tasks.stream()
                .map(read -> TaskSummary.of(read.ids().task(), read.task()))
                .toList();
    }
}
