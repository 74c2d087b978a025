package io.flowgauge.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a task is in its life. */
public sealed interface TaskState {

    /** Which of the states it is, without what goes with it. */
    enum Kind {
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELLED,
        LOST;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in the API and the schema: {@code running completed failed cancelled lost}. */
        public String word() {
            return word;
        }

        public static Optional<Kind> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst();
        }
    }

    Kind kind();

    /** The word of {@link #kind()}. */
    String word();

    /** What an engine itself can say of a task. */
    sealed interface Reported extends TaskState {}

    record Running() implements Reported {
        @Override
        public Kind kind() {
            return Kind.RUNNING;
        }

        @Override
        public String word() {
            return kind().word();
        }
    }

    /**
     * The engine said that the task ended, or a person who knows that it does no more; final.
     *
     * @param at when it ended
     * @param error what went wrong, as the engine or the person tells it; null when nothing was told
     * @param by the login of the person who ended it by hand; null when the engine said so
     */
    record Ended(
            Outcome outcome,
            Instant at,
            @Nullable String error,
            @Nullable String by) implements Reported {

        /** As its engine says. */
        public Ended(Outcome outcome, Instant at, @Nullable String error) {
            this(outcome, at, error, null);
        }

        @Override
        public Kind kind() {
            return switch (outcome) {
                case COMPLETED -> Kind.COMPLETED;
                case FAILED -> Kind.FAILED;
                case CANCELLED -> Kind.CANCELLED;
            };
        }

        @Override
        public String word() {
            return kind().word();
        }
    }

    /**
     * Nothing was heard of the task for too long; it runs again when it is heard of again.
     *
     * @param lastHeard when it was last heard of, which counts as its end
     */
    record Lost(Instant lastHeard) implements TaskState {
        @Override
        public Kind kind() {
            return Kind.LOST;
        }

        @Override
        public String word() {
            return kind().word();
        }
    }

    // Initializing Running does not initialize this interface, which has no default method (JLS 12.4.1): no deadlock.
    @SuppressWarnings("ClassInitializationDeadlock")
    Running RUNNING = new Running();
}
