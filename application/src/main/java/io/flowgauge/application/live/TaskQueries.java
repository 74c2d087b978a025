package io.flowgauge.application.live;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryTasks;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** Tasks from the registry, and where it has them no more, from the history. */
public final class TaskQueries implements QueryTasks {
    private final LiveTasks live;
    private final FlowRuns flowRuns;
    private final Function<TenantId, String> tenantNames;
    private final InstantSource clock;

    public TaskQueries(LiveTasks live, FlowRuns flowRuns, Function<TenantId, String> tenantNames, InstantSource clock) {
        this.live = live;
        this.flowRuns = flowRuns;
        this.tenantNames = tenantNames;
        this.clock = clock;
    }

    @Override
    public Page<TaskNow, Position> live(
            TenantId tenant, Filter filter, Order order, Optional<Position> after, int limit) {
        String name = tenantNames.apply(tenant);
        Instant now = clock.instant();
        TaskFilter wanted = new TaskFilter(filter);
        TaskPage page = new TaskPage(order, after, after.map(Position::at).orElse(now), limit);
        Collection<LiveEntry> entries =
                filter.run().map(run -> live.of(tenant, run)).orElseGet(() -> live.of(tenant));
        for (LiveEntry entry : entries) {
            LiveTask version = entry.now();
            if (!version.task().hasEnded() && wanted.lets(version)) {
                page.offer(now(name, version, now));
            }
        }
        return page.page();
    }

    @Override
    public Optional<TaskNow> task(TenantId tenant, TaskId id) {
        String name = tenantNames.apply(tenant);
        LiveEntry entry = live.find(tenant, id);
        if (entry != null) {
            LiveTask version = entry.now();
            return Optional.of(now(name, version, clock.instant()));
        }
        return flowRuns.task(tenant, id).map(known -> now(name, known, clock.instant()));
    }

    static TaskNow now(String tenant, LiveTask version, Instant now) {
        Task task = version.task();
        return new TaskNow(tenant, version.ids(), task, task.hasEnded() ? null : version.lastCheck(), now);
    }

    static TaskNow now(String tenant, KnownTask known, Instant now) {
        Task task = known.task();
        return new TaskNow(tenant, known.ids(), task, task.hasEnded() ? null : known.last(), now);
    }
}
