package io.flowgauge.persistence;

import io.flowgauge.domain.TaskState;

/** A task's state in the one character that the history's tables keep of it. A lost task has no row while it is lost. */
final class StateCode {
    private StateCode() {}

    static String of(TaskState.Kind kind) {
        return switch (kind) {
            case RUNNING -> "r";
            case COMPLETED -> "c";
            case FAILED -> "f";
            case CANCELLED -> "x";
            case LOST -> throw new IllegalArgumentException("a lost task has no row in the history");
        };
    }

    static TaskState.Kind kind(String code) {
        return switch (code) {
            case "r" -> TaskState.Kind.RUNNING;
            case "c" -> TaskState.Kind.COMPLETED;
            case "f" -> TaskState.Kind.FAILED;
            case "x" -> TaskState.Kind.CANCELLED;
            default -> throw new IllegalStateException("state " + code + " is not known to this version");
        };
    }
}
