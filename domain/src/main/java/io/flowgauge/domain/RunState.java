package io.flowgauge.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a flow run is in its life. {@code QUEUED} and {@code WARNING} only where a reporter said so. */
public enum RunState {
    QUEUED,
    RUNNING,
    COMPLETED,
    WARNING,
    FAILED,
    CANCELLED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in reports and in the schema. */
    public String word() {
        return word;
    }

    public boolean isOpen() {
        return this == QUEUED || this == RUNNING;
    }

    public static Optional<RunState> ofWord(String word) {
        return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
    }
}
