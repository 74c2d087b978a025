package io.flowgauge.application.port.out;

import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.Task;

/**
 * A task as the history has it.
 *
 * @param task with the numbers of its last snapshot; of its beginning when it has none
 * @param last the totals at that snapshot
 */
public record KnownTask(TaskIds ids, Task task, Checkpoint last) {}
