package io.flowgauge.recorder;

import org.jspecify.annotations.Nullable;

/** A task, and what of it the service has acknowledged. Of the reporting thread alone. */
final class Tracked {
    final TaskRecorder task;
    long sequence;
    boolean wholeKnown;
    TaskRecorder.@Nullable Numbers acknowledged;
    long acknowledgedAtNanos;

    /** In the batch that is under way. */
    TaskRecorder.@Nullable Numbers sending;

    boolean sendingWhole;
    boolean sendingEnding;

    Tracked(TaskRecorder task) {
        this.task = task;
    }
}
