package io.flowgauge.domain;

/**
 * What a report did to a task.
 */
public sealed interface Applied {

    /** The task afterwards. */
    Task task();

    /** The report's numbers and state are the task's now. */
    record Taken(Task task) implements Applied {}

    /** An equal or higher sequence was there, or the task had ended; harmless, and the task was heard of. */
    record Stale(Task task, long known) implements Applied {}

    /**
     * The report contradicts what the task is; nothing of it was taken.
     *
     * @param detail both values, and what would be right
     */
    record Contradicts(Task task, String detail) implements Applied {}
}
