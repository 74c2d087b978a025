package io.flowgauge.application.live;

import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows.KnownRun;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskSummary;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of the history with the live numbers of their tasks that still run. */
final class LiveRuns {
    private final FlowRuns flowRuns;
    private final LiveTasks live;

    LiveRuns(FlowRuns flowRuns, LiveTasks live) {
        this.flowRuns = flowRuns;
        this.live = live;
    }

    /** A run as it is now; empty when it has no task. */
    Optional<Execution> now(FlowRun run, Instant now) {
        TenantId tenant = run.flow().tenant();
        return now(run, flowRuns.tasksOf(tenant, List.of(run.id())).getOrDefault(run.id(), List.of()), now);
    }

    /** Runs of one tenant as they are now; the tasks of all that are open are asked for at once. */
    List<Execution> now(Collection<KnownRun> runs, Instant now) {
        Map<AuditId, List<TaskSummary>> tasks = openTasks(runs);
        return runs.stream()
                .map(known -> now(known.run(), tasks.getOrDefault(known.run().id(), List.of()), now)
                        .orElseGet(() -> new Execution(known.run(), known.life(), now)))
                .toList();
    }

    private Map<AuditId, List<TaskSummary>> openTasks(Collection<KnownRun> runs) {
        List<FlowRun> open = runs.stream()
                .filter(known -> known.life().state().isOpen())
                .map(KnownRun::run)
                .toList();
        return open.isEmpty()
                ? Map.of()
                : flowRuns.tasksOf(
                        open.get(0).flow().tenant(),
                        open.stream().map(FlowRun::id).toList());
    }

    private Optional<Execution> now(FlowRun run, List<TaskSummary> stored, Instant now) {
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Map<TaskId, TaskSummary> tasks = new LinkedHashMap<>();
        stored.forEach(task -> tasks.put(task.id(), task));
        for (LiveEntry entry : live.of(run.flow().tenant(), run.id())) {
            // What the history has as ended has ended, though the registry may not have heard of it yet.
            tasks.computeIfPresent(
                    entry.ids().task(),
                    (id, known) -> known.state() instanceof TaskState.Ended ? known : TaskSummary.of(id, entry.task()));
        }
        return Optional.of(new Execution(run, RunLife.of(tasks.values(), run.said()), now));
    }
}
