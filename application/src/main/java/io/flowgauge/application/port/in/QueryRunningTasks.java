package io.flowgauge.application.port.in;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What runs now. Reads memory alone, so it answers while PostgreSQL is away; reading changes nothing. */
public interface QueryRunningTasks {

    /** All running tasks of a tenant. */
    Running all(TenantId tenant, Optional<TaskType> type);

    /** The running tasks of one run; none when the tenant has no such run. */
    Running ofRun(TenantId tenant, AuditId run, Optional<TaskType> type);

    /** Running tasks, ordered by {@code started}, then request id. */
    interface Running {
        /** The tenant's name. */
        String tenant();

        /** The moment of reading, the "now" of durations. */
        Instant now();

        /** Goes through the tasks once, without holding a copy of them all. */
        void forEach(Consumer<RunningTask> action);
    }

    /**
     * A task that runs.
     *
     * @param last the totals at the last check
     */
    record RunningTask(TaskId id, AuditId run, FlowId flow, Task task, Checkpoint last) {}
}
