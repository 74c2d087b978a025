package io.flowgauge.recorder;

import org.jspecify.annotations.Nullable;

/**
 * Where a stream is in its source's log, and how full its queue is; each part null when unknown.
 *
 * @param connector the source's kind, such as {@code postgresql}
 * @param position in the source's own notation
 * @param queueCapacity events that fit in the queue
 * @param queueRemaining events that still fit
 * @param snapshotRunning whether the tables are still being copied as they were at the start
 */
public record CdcMetrics(
        @Nullable String connector,
        @Nullable String position,
        @Nullable Long queueCapacity,
        @Nullable Long queueRemaining,
        @Nullable Boolean snapshotRunning) {

    /** As the service takes it: a queue whose figures contradict each other, as when it is read while it moves, is unknown. */
    CdcMetrics sane() {
        boolean wrong = (queueCapacity != null && queueCapacity < 0)
                || (queueRemaining != null && queueRemaining < 0)
                || (queueCapacity != null && queueRemaining != null && queueRemaining > queueCapacity);
        return wrong ? new CdcMetrics(connector, position, null, null, snapshotRunning) : this;
    }
}
