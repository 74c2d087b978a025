package io.flowgauge.domain;

import static io.flowgauge.domain.TaskFixture.TEN;
import static io.flowgauge.domain.TaskFixture.begun;
import static io.flowgauge.domain.TaskFixture.ending;
import static io.flowgauge.domain.TaskFixture.small;
import static io.flowgauge.domain.TaskFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTest {
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    @Test
    void aTotalThatFallsIsTakenAsTold() {
        Task task = begun().apply(small(2, 100), TEN).task();

        assertThat(task.apply(small(3, 40), TEN).task().progress().records()).isEqualTo(40);
    }

    @Test
    void anOlderReportChangesNothingAndTellsTheKnownSequence() {
        Task task = begun().apply(small(5, 100), TEN).task();

        assertThat(task.apply(small(4, 40), TEN)).isEqualTo(new Applied.Stale(task, 5));
    }

    @Test
    void aLateWholeReportStillDescribesTheTask() {
        Task task = begun().apply(small(5, 100), TEN).task();

        Task after = task.apply(whole(3, 50, TaskState.RUNNING, "renamed"), TEN).task();

        assertThat(after.description().name()).isEqualTo("renamed");
        assertThat(after.progress().records()).isEqualTo(100);
    }

    @Test
    void whatSaysWhichTaskItIsNeverChanges() {
        TaskReport first = whole(1, 0, TaskState.RUNNING, "copy");
        TaskDescription other = new TaskDescription(
                "invoices", "10:00", "copy", TaskType.LOAD, null, null, null, null, TEN, Map.of(), null, null, null);

        Applied applied = begun(first)
                .apply(new TaskReport(first.requestId(), 2, TaskState.RUNNING, TEN, Progress.ofRecords(1), other), TEN);

        assertThat(applied).isInstanceOfSatisfying(Applied.Contradicts.class, contradicts -> {
            assertThat(contradicts.detail())
                    .contains("flow is \"invoices\" but the task's is \"orders to warehouse\"")
                    .contains("type is \"load\" but the task's is \"extract\"");
            assertThat(contradicts.task()).isEqualTo(begun(first));
        });
    }

    @Test
    void silenceLosesATaskAndAnyReportBringsItBack() {
        Task lost = begun().judged(TWO_MINUTES, TWO_MINUTES);

        assertThat(lost.state()).isEqualTo(new TaskState.Lost(TEN));
        assertThat(lost.ended()).isEqualTo(TEN);
        assertThat(lost.apply(small(0, 0), TEN.plusSeconds(500)).task().isRunning())
                .isTrue();
        assertThat(lost.apply(ending(2, 5, Outcome.FAILED), TEN).task().state().word())
                .isEqualTo("failed");
    }

    @Test
    void aTaskThatIsNotSilentForLongRuns() {
        Task task = begun();

        assertThat(task.judged(TWO_MINUTES.minusMillis(1), TWO_MINUTES)).isEqualTo(task);
        assertThat(task.judged(TWO_MINUTES.negated(), TWO_MINUTES)).isEqualTo(task);
    }

    @Test
    void aStaleReportCountsAsHeardOf() {
        assertThat(begun().apply(small(1, 0), TEN.plusSeconds(100)).task().heard())
                .isEqualTo(TEN.plusSeconds(100));
    }

    @Test
    void whenItWasHeardOfNeverGoesBack() {
        assertThat(begun().heardAt(TEN.minusSeconds(9)).heard()).isEqualTo(TEN);
        assertThat(begun().heardAt(TEN.plusSeconds(9)).heard()).isEqualTo(TEN.plusSeconds(9));
    }

    @Test
    void durationIsNeverNegative() {
        assertThat(begun().duration(TEN.minusSeconds(5))).isZero();
        TaskReport before = new TaskReport(
                TaskFixture.COPY,
                2,
                new TaskState.Ended(Outcome.COMPLETED, TEN.minusSeconds(9), null),
                TEN,
                Progress.ofRecords(0),
                null);
        assertThat(begun().apply(before, TEN).task().ended()).isEqualTo(TEN);
    }

    @Test
    void aStreamsCodeIsItsCdcMetricsAndTheOthersTheirOwn() {
        TaskReport stream = new TaskReport(
                TaskFixture.COPY,
                1,
                TaskState.RUNNING,
                TEN,
                new Progress(
                        1,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new CdcMetrics("postgresql", "0/1A2B3C8", 8192L, 8000L, false)),
                TaskFixture.described("changes", TaskType.STREAM));

        assertThat(begun(stream).code()).isEqualTo("postgresql at 0/1A2B3C8, queue 192 of 8192, streaming");
        assertThat(begun().code()).isEqualTo("select 1");
        assertThat(begun(stream).apply(small(2, 2), TEN).task().code()).isNull();
    }

    @Test
    void aPersonEndsATaskThatRunsNowAndOneThatIsLostWhenItWasLastHeardOf() {
        EndingByHand hand = new EndingByHand(Outcome.CANCELLED, "the engine is gone", "ann");
        Instant later = TEN.plusSeconds(500);
        Task lost = begun().judged(TWO_MINUTES, TWO_MINUTES);

        assertThat(begun().endedByHand(hand, later).state())
                .isEqualTo(new TaskState.Ended(Outcome.CANCELLED, later, "the engine is gone", "ann"));
        assertThat(lost.endedByHand(hand, later).state())
                .isEqualTo(new TaskState.Ended(Outcome.CANCELLED, TEN, "the engine is gone", "ann"));
        assertThat(lost.endedByHand(hand, later).heard()).isEqualTo(later);
        assertThat(begun().endedByHand(hand, TEN.minusSeconds(5)).ended()).isEqualTo(TEN);
    }

    @Test
    void whatHasEndedIsNotEndedByHandAgain() {
        Task ended = begun().apply(ending(2, 5, Outcome.COMPLETED), TEN).task();

        assertThat(ended.endedByHand(new EndingByHand(Outcome.FAILED, "why", "ann"), TEN.plusSeconds(9)))
                .isEqualTo(ended);
    }

    @Test
    void noTaskIsCompletedByHandOrWithoutAReason() {
        assertThatThrownBy(() -> new EndingByHand(Outcome.COMPLETED, "why", "ann"))
                .hasMessageContaining("must be failed or cancelled");
        assertThatThrownBy(() -> new EndingByHand(Outcome.FAILED, "", "ann"))
                .hasMessage("reason has 0 characters, must have 1 to 16384");
    }
}
