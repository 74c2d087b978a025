package io.flowgauge.application.live;

import io.flowgauge.application.port.in.QueryRunningTasks;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Running tasks, read from the registry. */
public final class LiveQueries implements QueryRunningTasks {
    private final LiveTasks live;
    private final Function<TenantId, String> tenantNames;
    private final InstantSource clock;

    public LiveQueries(LiveTasks live, Function<TenantId, String> tenantNames, InstantSource clock) {
        this.live = live;
        this.tenantNames = tenantNames;
        this.clock = clock;
    }

    @Override
    public Running all(TenantId tenant, Optional<TaskType> type) {
        return new Reading(tenantNames.apply(tenant), clock.instant(), live.of(tenant), type);
    }

    @Override
    public Running ofRun(TenantId tenant, AuditId run, Optional<TaskType> type) {
        return new Reading(tenantNames.apply(tenant), clock.instant(), live.of(tenant, run), type);
    }

    private record Reading(String tenant, Instant now, Collection<LiveEntry> entries, Optional<TaskType> type)
            implements Running {
        @Override
        public void forEach(Consumer<RunningTask> action) {
            for (LiveEntry entry : entries) {
                LiveTask version = entry.now();
                Task task = version.task();
                if (task.isRunning()
                        && (type.isEmpty() || type.get() == task.description().type())) {
                    action.accept(new RunningTask(
                            version.ids().task(),
                            version.ids().run(),
                            version.ids().flow(),
                            task,
                            version.lastCheck()));
                }
            }
        }
    }
}
