package io.flowgauge.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run's life as it follows from its tasks and from what reporters said of it.
 *
 * @param started the earliest start of its tasks
 * @param ended the latest end; null while the run is open
 * @param records of its load and stream tasks; if it has none, of its extract tasks; else of all
 * @param user the owner of the first task that has one; null when none has
 * @param error what went wrong: as said of the run, else of the first failed task; null when nothing was told
 */
public record RunLife(
        RunState state,
        Instant started,
        @Nullable Instant ended,
        long records,
        @Nullable String user,
        @Nullable String error) {

    private static final Comparator<TaskSummary> FIRST =
            Comparator.comparing(TaskSummary::started).thenComparing(TaskSummary::id);

    /**
     * The life that follows.
     *
     * @param tasks all tasks of the run, at least one
     * @param said what a reporter said last; empty when nothing
     */
    public static RunLife of(Collection<TaskSummary> tasks, Optional<RunStatement.Said> said) {
        List<TaskSummary> inOrder = tasks.stream().sorted(FIRST).toList();
        if (inOrder.isEmpty()) {
            throw new IllegalArgumentException("a run has at least one task, this one has none");
        }
        Instant lastEnd = inOrder.stream()
                .map(TaskSummary::ended)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        RunState state = said.flatMap(word -> said(word, inOrder)).orElseGet(() -> following(inOrder));
        Instant ended = state.isOpen()
                ? null
                : lastEnd != null ? lastEnd : said.map(RunStatement.Said::at).orElse(null);
        return new RunLife(
                state, inOrder.get(0).started(), ended, records(inOrder), user(inOrder), error(inOrder, said));
    }

    /**
     * What was said holds, unless a task began after it; or, of a run that is said to go on, nothing runs in it and its reporter went silent or a person ended a
     * task of it, so that nobody may ever say how it ended.
     */
    private static Optional<RunState> said(RunStatement.Said said, List<TaskSummary> tasks) {
        RunState state = said.statement().state();
        if (state == null) {
            return Optional.empty();
        }
        boolean overtaken = state.isOpen()
                ? following(tasks) != RunState.RUNNING && tasks.stream().anyMatch(RunLife::isForgotten)
                : tasks.stream()
                        .anyMatch(task -> isRunning(task) && task.started().isAfter(said.at()));
        return overtaken ? Optional.empty() : Optional.of(state);
    }

    private static RunState following(List<TaskSummary> tasks) {
        RunState worst = RunState.COMPLETED;
        for (TaskSummary task : tasks) {
            TaskState state = task.state();
            if (state instanceof TaskState.Running) {
                return RunState.RUNNING;
            } else if (state instanceof TaskState.Lost) {
                worst = RunState.FAILED;
            } else if (state instanceof TaskState.Ended ended) {
                worst = worse(worst, ended.outcome());
            }
        }
        return worst;
    }

    private static RunState worse(RunState worst, Outcome outcome) {
        return switch (outcome) {
            case COMPLETED -> worst;
            case CANCELLED -> worst == RunState.FAILED ? worst : RunState.CANCELLED;
            case FAILED -> RunState.FAILED;
        };
    }

    private static boolean isForgotten(TaskSummary task) {
        return task.state() instanceof TaskState.Lost
                || (task.state() instanceof TaskState.Ended ended && ended.by() != null);
    }

    private static boolean isRunning(TaskSummary task) {
        return task.state() instanceof TaskState.Running;
    }

    private static long records(List<TaskSummary> tasks) {
        for (Set<TaskType> moving : List.of(Set.of(TaskType.LOAD, TaskType.STREAM), Set.of(TaskType.EXTRACT))) {
            if (tasks.stream().anyMatch(task -> moving.contains(task.type()))) {
                return sum(tasks, moving);
            }
        }
        return sum(tasks, Set.of(TaskType.values()));
    }

    private static long sum(List<TaskSummary> tasks, Set<TaskType> types) {
        long sum = 0;
        for (TaskSummary task : tasks) {
            if (types.contains(task.type())) {
                sum += task.records();
                if (sum < 0) {
                    return Long.MAX_VALUE;
                }
            }
        }
        return sum;
    }

    private static @Nullable String user(List<TaskSummary> tasks) {
        return tasks.stream()
                .map(TaskSummary::owner)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String error(List<TaskSummary> tasks, Optional<RunStatement.Said> said) {
        String ofRun = said.map(word -> word.statement().error()).orElse(null);
        if (ofRun != null) {
            return ofRun;
        }
        return tasks.stream()
                .filter(task -> task.state() instanceof TaskState.Ended ended && ended.outcome() == Outcome.FAILED)
                .map(TaskSummary::error)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
