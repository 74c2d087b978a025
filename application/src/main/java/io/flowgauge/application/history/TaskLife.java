package io.flowgauge.application.history;

import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when until when a task can have rows.
 *
 * @param ended when it ended or was last heard of; null while it runs
 * @param until the last moment that a row of it can be of: an ending is written when it is heard of, a lost task was checked until it was found lost
 */
record TaskLife(Instant start, @Nullable Instant ended, Instant until) {

    static TaskLife of(TaskNow read) {
        Task task = read.task();
        // An engine's clock may be ahead.
        Instant start = earlier(task.started(), read.now());
        Instant ended = task.ended();
        if (ended == null) {
            return new TaskLife(start, null, read.now());
        }
        Instant until = later(ended, task.heard());
        Checkpoint last = read.last();
        if (last != null && last.at() != null) {
            until = later(until, last.at());
        }
        return new TaskLife(start, ended, later(start, earlier(until, read.now())));
    }

    /** The first moment after it, to the millisecond. */
    Instant end() {
        return until.plusMillis(1);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
