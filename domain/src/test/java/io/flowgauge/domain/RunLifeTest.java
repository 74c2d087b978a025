package io.flowgauge.domain;

import static io.flowgauge.domain.TaskFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunLifeTest {
    private long ids = 1;

    private TaskSummary task(TaskType type, TaskState state, long records) {
        Instant ended = state instanceof TaskState.Ended end
                ? end.at()
                : state instanceof TaskState.Lost lost ? lost.lastHeard() : null;
        String error = state instanceof TaskState.Ended end ? end.error() : null;
        return new TaskSummary(new TaskId(ids++), type, state, records, TEN.plusSeconds(ids), ended, null, error);
    }

    private static TaskState ended(Outcome outcome, int second) {
        return new TaskState.Ended(outcome, TEN.plusSeconds(second), outcome == Outcome.FAILED ? "disk full" : null);
    }

    private static RunLife of(TaskSummary... tasks) {
        return RunLife.of(List.of(tasks), Optional.empty());
    }

    @Test
    void aRunRunsWhileATaskOfItRuns() {
        RunLife life = of(task(TaskType.LOAD, ended(Outcome.FAILED, 60), 1), task(TaskType.LOAD, TaskState.RUNNING, 2));

        assertThat(life.state()).isEqualTo(RunState.RUNNING);
        assertThat(life.ended()).isNull();
    }

    @Test
    void itEndsWithItsLastTaskAndTheWorstOutcome() {
        RunLife life = of(
                task(TaskType.LOAD, ended(Outcome.COMPLETED, 90), 1),
                task(TaskType.LOAD, ended(Outcome.FAILED, 60), 2),
                task(TaskType.LOAD, ended(Outcome.CANCELLED, 70), 4));

        assertThat(life.state()).isEqualTo(RunState.FAILED);
        assertThat(life.ended()).isEqualTo(TEN.plusSeconds(90));
        assertThat(life.error()).isEqualTo("disk full");
    }

    @Test
    void aLostTaskFailsTheRun() {
        assertThat(of(
                                task(TaskType.LOAD, new TaskState.Lost(TEN), 1),
                                task(TaskType.LOAD, ended(Outcome.CANCELLED, 1), 1))
                        .state())
                .isEqualTo(RunState.FAILED);
    }

    @Test
    void recordsAreThoseOfLoadAndStreamElseOfExtractElseOfAll() {
        TaskSummary hwm = task(TaskType.HWM, TaskState.RUNNING, 1);
        TaskSummary extract = task(TaskType.EXTRACT, TaskState.RUNNING, 10);
        TaskSummary load = task(TaskType.LOAD, TaskState.RUNNING, 100);
        TaskSummary stream = task(TaskType.STREAM, TaskState.RUNNING, 1000);

        assertThat(of(hwm, extract, load, stream).records()).isEqualTo(1100);
        assertThat(of(hwm, extract).records()).isEqualTo(10);
        assertThat(of(hwm).records()).isEqualTo(1);
    }

    @Test
    void whatAReporterSaysWinsUntilATaskBeginsAfterIt() {
        var warned = Optional.of(new RunStatement.Said(
                new RunStatement(RunState.WARNING, null, null, null, "late"), TEN.plusSeconds(100)));
        TaskSummary done = task(TaskType.LOAD, ended(Outcome.COMPLETED, 90), 1);
        TaskSummary later = new TaskSummary(
                new TaskId(99), TaskType.LOAD, TaskState.RUNNING, 0, TEN.plusSeconds(200), null, null, null);

        assertThat(RunLife.of(List.of(done), warned).state()).isEqualTo(RunState.WARNING);
        assertThat(RunLife.of(List.of(done), warned).error()).isEqualTo("late");
        assertThat(RunLife.of(List.of(done, later), warned).state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void aReporterThatFellSilentAfterSayingRunningDoesNotKeepTheRunOpen() {
        var running =
                Optional.of(new RunStatement.Said(new RunStatement(RunState.RUNNING, null, null, null, null), TEN));

        assertThat(RunLife.of(List.of(task(TaskType.LOAD, ended(Outcome.COMPLETED, 5), 1)), running)
                        .state())
                .isEqualTo(RunState.RUNNING);
        assertThat(RunLife.of(List.of(task(TaskType.LOAD, new TaskState.Lost(TEN), 1)), running)
                        .state())
                .isEqualTo(RunState.FAILED);
    }

    @Test
    void aReporterThatSaidRunningDoesNotKeepTheRunOpenWhenAPersonEndedItsLastTask() {
        var running =
                Optional.of(new RunStatement.Said(new RunStatement(RunState.RUNNING, null, null, null, null), TEN));
        TaskState byHand = new TaskState.Ended(Outcome.CANCELLED, TEN.plusSeconds(5), "gone", "ann");

        assertThat(RunLife.of(List.of(task(TaskType.LOAD, byHand, 1)), running).state())
                .isEqualTo(RunState.CANCELLED);
        assertThat(RunLife.of(
                                List.of(task(TaskType.LOAD, byHand, 1), task(TaskType.LOAD, TaskState.RUNNING, 1)),
                                running)
                        .state())
                .isEqualTo(RunState.RUNNING);
    }
}
