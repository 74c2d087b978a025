package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is at a moment.
 *
 * @param tenant the tenant's name
 * @param last the totals at its last check; null once it has ended
 * @param now the moment of reading, until which a task that has not ended has lasted
 */
public record TaskNow(
        String tenant, TaskIds ids, Task task, @Nullable Checkpoint last, Instant now) {}
