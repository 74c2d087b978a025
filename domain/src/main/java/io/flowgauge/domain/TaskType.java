package io.flowgauge.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What kind of work a task does. */
public enum TaskType {
    /** Change data capture: follows a source's changes as they are committed. */
    STREAM,
    /** Reads rows out of a source. */
    EXTRACT,
    /** Writes rows into a target. */
    LOAD,
    /** A script, a file operation or a transformation. */
    TASK,
    /** A query for a source's current high watermark. */
    HWM;

    /** All words, for messages: {@code stream, extract, load, task or hwm}. */
    public static final String WORDS = Arrays.stream(values())
            .map(TaskType::word)
            .collect(Collectors.collectingAndThen(
                    Collectors.joining(", "), all -> all.replaceFirst(", (?=[a-z]+$)", " or ")));

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The type's word on the wire and in the schema, in lower case. */
    public String word() {
        return word;
    }

    /** The type of that word; empty when there is none, also for upper case. */
    public static Optional<TaskType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
