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
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs as the history has them, with the live numbers of the tasks that still run. */
public final class RunQueries implements QueryFlowRuns {
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
    public Optional<RunWithTasks> run(TenantId tenant, AuditId id, Optional<TaskPlace> after, int limit) {
        return flows.run(tenant, id).map(known -> {
            Instant now = clock.instant();
            Execution execution = liveRuns.now(List.of(known), now).get(0);
            return new RunWithTasks(execution, tasks(tenant, id, after, limit, now));
        });
    }

    private Page<TaskNow, TaskPlace> tasks(
            TenantId tenant, AuditId run, Optional<TaskPlace> after, int limit, Instant now) {
        List<KnownTask> tasks = flowRuns.tasks(tenant, run, after, limit + 1);
        boolean hasMore = tasks.size() > limit;
        List<KnownTask> page = hasMore ? tasks.subList(0, limit) : tasks;
        Map<TaskId, LiveTask> running = new HashMap<>();
        for (LiveEntry entry : live.of(tenant, run)) {
            running.put(entry.ids().task(), entry.now());
        }
        String name = tenantNames.apply(tenant);
        return new Page<>(
                page.stream()
                        .map(task -> now(name, task, running.get(task.ids().task()), now))
                        .toList(),
                hasMore ? Optional.of(place(page.get(limit - 1))) : Optional.empty());
    }

    /** What the history has as ended has ended, though the registry may not have heard of it yet. */
    private static TaskNow now(String tenant, KnownTask known, @Nullable LiveTask running, Instant now) {
        return running == null || known.task().state() instanceof TaskState.Ended
                ? TaskQueries.now(tenant, known, now)
                : TaskQueries.now(tenant, running, now);
    }

    private static TaskPlace place(KnownTask last) {
        return new TaskPlace(last.task().started(), last.ids().task());
    }
}
