package io.flowgauge.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a task is in its life. */
public sealed interface TaskState {

    /** Words of all states, as the schema and the API spell them: {@code running completed failed cancelled lost}. */
    String word();

    /** What an engine itself can say of a task. */
    sealed interface Reported extends TaskState {}

    record Running() implements Reported {
        @Override
        public String word() {
            return "running";
        }
    }

    /**
     * The engine said that the task ended; final.
     *
     * @param at when it ended
     * @param error what went wrong, as the engine tells it; null when nothing was told
     */
    record Ended(Outcome outcome, Instant at, @Nullable String error) implements Reported {
        @Override
        public String word() {
            return outcome.word();
        }
    }

    /**
     * Nothing was heard of the task for too long; it runs again when it is heard of again.
     *
     * @param lastHeard when it was last heard of, which counts as its end
     */
    record Lost(Instant lastHeard) implements TaskState {
        @Override
        public String word() {
            return "lost";
        }
    }

    Running RUNNING = new Running();
}
