package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task did over time. */
public interface QueryTaskHistory {
    /** Points of a curve at most, however it is asked for. */
    int MOST_POINTS = 5_000;

    /**
     * The curve of a task.
     *
     * @throws HistoryUnavailable the history is away
     */
    Answer curve(TenantId tenant, TaskId task, Span span, Detail detail);

    /**
     * Which part of a task's life.
     *
     * @param from null: an hour before {@code to}
     * @param to null: until now, or until the task ended
     */
    record Span(@Nullable Instant from, @Nullable Instant to) {}

    /** How finely. */
    sealed interface Detail {
        /** As finely as the history has it in so many points; 1 to {@link #MOST_POINTS}. */
        record AtMost(int points) implements Detail {}

        /** A point each {@code step}, 1 ms or more. */
        record Every(Duration step) implements Detail {}
    }

    sealed interface Answer {
        /**
         * Points one a step, without a break, in the order of time.
         *
         * @param resolution of the coarsest rows that it is made of
         * @param gaps spans in it in which the service missed checks, and why
         */
        record Curve(TaskId task, Duration step, Resolution resolution, List<Point> points, List<HistoryGap> gaps)
                implements Answer {}

        /** The tenant has no such task. */
        record NoSuchTask() implements Answer {}

        /** What was asked for cannot be had; {@code detail} says what can. */
        record Refused(String detail) implements Answer {}
    }

    /**
     * One step of a curve.
     *
     * @param at where the step begins, a multiple of its length since the epoch
     * @param did what the task did in it; null where the history has nothing
     * @param lasted how much of the step the task lived through so far
     * @param live whether what it did since its last check, which is not in the history yet, is in it
     */
    record Point(Instant at, @Nullable Rollup did, Duration lasted, boolean live) {
        /** Records of the step as people see them: at least 0. Null where the history has nothing. */
        public @Nullable Long records() {
            return did == null ? null : Math.max(0, did.records());
        }

        /** Records a second over what the task lived of the step; null where the history has nothing or the task lived less than a millisecond of it. */
        public @Nullable Double recordsPerSecond() {
            Long records = records();
            return records == null || lasted.toMillis() < 1 ? null : records * 1_000.0 / lasted.toMillis();
        }
    }
}
