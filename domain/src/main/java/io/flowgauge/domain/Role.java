package io.flowgauge.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user may do, each alone; {@code SUPER_ADMIN} may all in every tenant. */
public enum Role {
    VIEWER,
    OPERATOR,
    EDITOR,
    ADMINISTRATOR,
    SUPER_ADMIN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the schema. */
    public String word() {
        return word;
    }

    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
