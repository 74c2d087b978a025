package io.flowgauge.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user or a key is; {@link Permission} says what each may do. */
public enum Role {
    VIEWER("Viewer"),
    OPERATOR("Operator"),
    EDITOR("Editor"),
    ADMINISTRATOR("Administrator"),
    /** In every tenant. */
    SUPER_ADMIN("SuperAdmin"),
    /** Of keys alone: an engine. */
    RECORDER("Recorder"),
    /** Of keys alone: a program that watches the service itself. */
    MONITOR("Monitor");

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String title;

    Role(String title) {
        this.title = title;
    }

    /** The word in the schema and in JSON. */
    public String word() {
        return word;
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /** Whether a user can have it. */
    public boolean isOfUsers() {
        return this != RECORDER && this != MONITOR;
    }

    /** Whether a key can have it: a key never changes anything but tasks. */
    public boolean isOfKeys() {
        return this == RECORDER || this == MONITOR || this == VIEWER;
    }

    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
