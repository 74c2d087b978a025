package io.flowgauge.application.live;

import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRuns.TaskPlace;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tasks of runs as the history has them, those that still run with their live numbers; ordered by start, then number. */
final class RunTasks {
    private final FlowRuns flowRuns;
    private final LiveTasks live;
    private final Function<TenantId, String> tenantNames;

    RunTasks(FlowRuns flowRuns, LiveTasks live, Function<TenantId, String> tenantNames) {
        this.flowRuns = flowRuns;
        this.live = live;
        this.tenantNames = tenantNames;
    }

    /** At most {@code limit} tasks of a run, from after a place on. */
    List<TaskNow> of(TenantId tenant, AuditId run, Optional<TaskPlace> after, int limit, Instant now) {
        return now(tenant, run, flowRuns.tasks(tenant, run, after, limit), now);
    }

    /** At most {@code each} of each run, by run; a run that has none is not there. */
    Map<AuditId, List<TaskNow>> firstOf(TenantId tenant, Collection<AuditId> runs, int each, Instant now) {
        Map<AuditId, List<TaskNow>> first = new HashMap<>();
        flowRuns.firstTasks(tenant, runs, each).forEach((run, tasks) -> first.put(run, now(tenant, run, tasks, now)));
        return first;
    }

    private List<TaskNow> now(TenantId tenant, AuditId run, List<KnownTask> tasks, Instant now) {
        Map<TaskId, LiveTask> running = new HashMap<>();
        for (LiveEntry entry : live.of(tenant, run)) {
            running.put(entry.ids().task(), entry.now());
        }
        String name = tenantNames.apply(tenant);
        return tasks.stream()
                .map(task -> now(name, task, running.get(task.ids().task()), now))
                .toList();
    }

    /** What the history has as ended has ended, though the registry may not have heard of it yet. */
    private static TaskNow now(String tenant, KnownTask known, @Nullable LiveTask running, Instant now) {
        return running == null || known.task().state() instanceof TaskState.Ended
                ? TaskQueries.now(tenant, known, now)
                : TaskQueries.now(tenant, running, now);
    }

    static TaskPlace place(TaskNow last) {
        return new TaskPlace(last.task().started(), last.ids().task());
    }
}
