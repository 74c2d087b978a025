package io.flowgauge.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says of a task: its whole state so far, cumulative, with a sequence number. Of all reports of a task the one
 * with the highest sequence counts, so that one that comes twice, late or out of order changes nothing.
 *
 * @param sequence grows with every report of the task, 0 or more
 * @param reported when the engine made the report
 * @param description null in a small report, whose task is known already
 */
public record TaskReport(
        RequestId requestId,
        long sequence,
        TaskState.Reported state,
        Instant reported,
        Progress progress,
        @Nullable TaskDescription description) {

    public TaskReport {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence is " + sequence + ", must be 0 or more");
        }
        if (state instanceof TaskState.Ended ended) {
            Limits.text("error", ended.error());
        }
    }
}
