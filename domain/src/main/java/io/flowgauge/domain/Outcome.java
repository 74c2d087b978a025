package io.flowgauge.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an engine says that a task ended. */
public enum Outcome {
    COMPLETED,
    FAILED,
    CANCELLED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word on the wire and in the schema. */
    public String word() {
        return word;
    }

    public static Optional<Outcome> ofWord(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.word.equals(word))
                .findFirst();
    }
}
