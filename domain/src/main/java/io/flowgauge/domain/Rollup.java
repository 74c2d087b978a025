package io.flowgauge.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a task did in a span of time: the sum of its checks in it.
 *
 * @param startsAt where the span begins
 * @param checks that found the task in it, its ending included; 1 or more
 * @param records processed in it; negative when the engine went back to a checkpoint, so that sums add up
 * @param recordsSoFar processed by the task until its last check in it
 * @param failedSoFar could not be processed until then; null: not reported
 * @param bytesSoFar processed until then; null: not reported
 * @param latency of the records in it; null when none was measured
 * @param state at its last check in it
 */
public record Rollup(
        TenantId tenant,
        TaskId task,
        Instant startsAt,
        int checks,
        long records,
        long recordsSoFar,
        @Nullable Long failedSoFar,
        @Nullable Long bytesSoFar,
        @Nullable IntervalLatency latency,
        TaskState.Kind state) {

    public Rollup {
        if (checks < 1) {
            throw new IllegalArgumentException("a rollup of " + checks + " checks; must be 1 or more");
        }
    }
}
