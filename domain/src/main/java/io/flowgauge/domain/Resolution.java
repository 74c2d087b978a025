package io.flowgauge.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How fine the rows of the history are, from the finest: a row a check, a minute or an hour. */
public enum Resolution {
    CHECKS,
    MINUTES,
    HOURS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the API. */
    public String word() {
        return word;
    }

    public static Optional<Resolution> ofWord(String word) {
        return Arrays.stream(values())
                .filter(resolution -> resolution.word.equals(word))
                .findFirst();
    }
}
