package io.flowgauge.domain;

/** A task's number in the history: 1 to 2⁶³−1. */
public record TaskId(long value) implements Comparable<TaskId> {
    public TaskId {
        if (value < 1) {
            throw new IllegalArgumentException("id is " + value + ", must be 1 or more");
        }
    }

    @Override
    public int compareTo(TaskId other) {
        return Long.compare(value, other.value);
    }
}
