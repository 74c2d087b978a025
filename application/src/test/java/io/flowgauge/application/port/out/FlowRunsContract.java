package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static io.flowgauge.application.port.out.PortFixture.beginning;
import static io.flowgauge.application.port.out.PortFixture.begun;
import static io.flowgauge.application.port.out.PortFixture.check;
import static io.flowgauge.application.port.out.PortFixture.ended;
import static io.flowgauge.application.port.out.PortFixture.ending;
import static io.flowgauge.application.port.out.PortFixture.running;
import static io.flowgauge.application.port.out.PortFixture.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.FlowRuns.Change;
import io.flowgauge.application.port.out.FlowRuns.Choice;
import io.flowgauge.application.port.out.FlowRuns.Ending;
import io.flowgauge.application.port.out.FlowRuns.TaskPlace;
import io.flowgauge.application.port.out.FlowRuns.Written;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.EndingByHand;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskSummary;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link FlowRuns} keeps. */
public abstract class FlowRunsContract {
    protected abstract FlowRuns runs();

    /** The snapshots port over the same history. */
    protected abstract Snapshots snapshots();

    /** All snapshots of a task, in the order of their moments. */
    protected abstract List<Snapshot> snapshotsOf(KnownTask task);

    private RunLife life(KnownTask task) {
        FlowRun run = runs().run(
                        TENANT, task.ids().flow(), new Choice.ById(task.ids().run()))
                .orElseThrow();
        return RunLife.of(tasksOf(TENANT, task.ids().run()), run.said());
    }

    private List<TaskSummary> tasksOf(TenantId tenant, AuditId run) {
        return runs().tasksOf(tenant, List.of(run)).getOrDefault(run, List.of());
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(work));
            }
            List<T> all = new ArrayList<>();
            for (Future<T> future : futures) {
                all.add(future.get());
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void sameRunKeyOfAFlowIsOneRunAndAnotherKeyIsAnother() {
        KnownTask first = begun(runs(), running("one-run", "10:00", "one-run-a"));
        KnownTask second = begun(runs(), running("one-run", "10:00", "one-run-b"));
        KnownTask other = begun(runs(), running("one-run", "11:00", "one-run-c"));

        assertThat(second.ids().run()).isEqualTo(first.ids().run());
        assertThat(second.ids().task()).isNotEqualTo(first.ids().task());
        assertThat(other.ids().run()).isNotEqualTo(first.ids().run());
        assertThat(other.ids().flow()).isEqualTo(first.ids().flow());
    }

    @Test
    void aKnownTaskKeepsItsRunWhateverIsBegunAgainAndNoOtherRunIsMade() {
        KnownTask first = begun(runs(), running("keeps", "1", "keeps-a"));
        runs().write(List.of(), List.of(ending(first, Outcome.COMPLETED, 5)));

        KnownTask again = begun(runs(), running("keeps", "2", "keeps-a"));
        KnownTask elsewhere = begun(runs(), running("keeps not", "1", "keeps-a"));

        assertThat(again.ids()).isEqualTo(first.ids());
        assertThat(elsewhere.ids()).isEqualTo(first.ids());
        assertThat(runs().run(TENANT, first.ids().flow(), new Choice.CurrentOrLast())
                        .map(FlowRun::id))
                .contains(first.ids().run());
        assertThat(runs().run(TENANT, first.ids().flow(), new Choice.NewestIn(Set.of(RunState.RUNNING))))
                .isEmpty();
    }

    @Test
    void aRunningTaskWasHeardOfByItsLastCheck() {
        KnownTask task = begun(runs(), running("heard", "1", "heard-a"));
        snapshots().append(List.of(PortFixture.check(task, Checkpoint.NONE, 5, 600)));

        KnownTask known =
                runs().known(TENANT, List.of(new RequestId("heard-a"))).get(0);

        assertThat(known.task().heard()).isEqualTo(TEN.plusSeconds(600));
    }

    @Test
    void whatALaterStatementLeavesUnsaidStaysSaid() {
        KnownTask task = begun(runs(), running("unsaid", "1", "unsaid-a"));
        UUID message = UUID.randomUUID();
        var warning = new RunStatement.Said(new RunStatement(RunState.WARNING, null, null, null, "half of it"), TEN);
        var named = new RunStatement.Said(new RunStatement(null, message, null, 2, null), TEN.plusSeconds(1));
        runs().update(List.of(new FlowRuns.Change(task.ids(), task.task(), task.last(), Optional.of(warning))));
        runs().update(List.of(new FlowRuns.Change(task.ids(), task.task(), task.last(), Optional.of(named))));

        FlowRun run = runs().run(TENANT, task.ids().flow(), new Choice.ByMessage(message))
                .orElseThrow();

        assertThat(run.said().orElseThrow().statement().state()).isEqualTo(RunState.WARNING);
        assertThat(run.said().orElseThrow().statement().error()).isEqualTo("half of it");
    }

    @Test
    void aTaskComesBackAsItWasBegun() {
        Task task = running("as-begun", "10:00", "as-begun");
        begun(runs(), task);

        KnownTask known =
                runs().known(TENANT, List.of(new RequestId("as-begun"))).get(0);

        assertThat(known.task()).isEqualTo(task);
        assertThat(known.last()).isEqualTo(Checkpoint.NONE);
    }

    @Test
    void whateverRacesARequestIdIsOneTaskInOneRunAndCreatedOnce() throws Exception {
        List<Written> all =
                atOnce(8, () -> runs().write(List.of(beginning(running("race", "10:00", "race-1"))), List.of()));

        assertThat(all.stream().map(written -> written.begun().get(0).ids()).distinct())
                .hasSize(1);
        assertThat(all.stream().filter(written -> !written.created().isEmpty())).hasSize(1);
    }

    @Test
    void whateverRacesAnEndingIsWrittenOnceWithOneLastSnapshot() throws Exception {
        KnownTask known = begun(runs(), running("end-race", "10:00", "end-race"));

        List<Written> all = atOnce(8, () -> runs().write(List.of(), List.of(ending(known, Outcome.COMPLETED, 42))));

        assertThat(all.stream().filter(written -> !written.ended().isEmpty())).hasSize(1);
        assertThat(snapshotsOf(known)).hasSize(1);
        assertThat(snapshotsOf(known).get(0).intervalRecords()).isEqualTo(42);
        assertThat(life(known).state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void twoThatEndTheLastTasksOfARunEndTheRun() throws Exception {
        List<KnownTask> tasks = runs().write(
                        List.of(
                                beginning(running("last-two", "1", "lt-1")),
                                beginning(running("last-two", "1", "lt-2"))),
                        List.of())
                .begun();
        var next = new java.util.concurrent.atomic.AtomicInteger();

        atOnce(
                2,
                () -> runs().write(
                                List.of(), List.of(ending(tasks.get(next.getAndIncrement()), Outcome.COMPLETED, 1))));

        assertThat(runs().run(TENANT, tasks.get(0).ids().flow(), new Choice.NewestIn(Set.of(RunState.COMPLETED))))
                .isPresent();
    }

    @Test
    void aTaskMayBeginAndEndAtOnce() {
        Task both = task("at-once", "1", "at-once", TaskType.EXTRACT, ended(Outcome.FAILED), 12);

        Written written = runs().write(List.of(beginning(both)), List.of());

        KnownTask known = written.begun().get(0);
        assertThat(known.task().hasEnded()).isTrue();
        assertThat(snapshotsOf(known)).extracting(Snapshot::intervalRecords).containsExactly(12L);
        assertThat(life(known).error()).isEqualTo("disk full");
        assertThat(runs().unfinished(TEN)).extracting(KnownTask::ids).doesNotContain(known.ids());
    }

    @Test
    void aLaterTaskOpensARunAgain() {
        KnownTask first = begun(runs(), task("again", "1", "again-1", TaskType.LOAD, ended(Outcome.COMPLETED), 3));
        assertThat(runs().run(TENANT, first.ids().flow(), new Choice.NewestIn(Set.of(RunState.RUNNING))))
                .isEmpty();

        begun(runs(), running("again", "1", "again-2"));

        assertThat(runs().run(TENANT, first.ids().flow(), new Choice.NewestIn(Set.of(RunState.RUNNING))))
                .isPresent();
    }

    @Test
    void anUnfinishedTaskHasTheNumbersOfItsLastSnapshot() {
        KnownTask known = begun(runs(), running("unfinished", "1", "unfinished"));
        Snapshot first = check(known, Checkpoint.NONE, 10, 10);
        Snapshot second = check(known, first.checkpoint(), 30, 20);
        snapshots().append(List.of(first));
        snapshots().append(List.of(second));

        KnownTask again = runs().unfinished(TEN).stream()
                .filter(task -> task.ids().equals(known.ids()))
                .findFirst()
                .orElseThrow();

        assertThat(again.task().progress().records()).isEqualTo(30);
        assertThat(again.task().sequence()).isEqualTo(120);
        assertThat(again.last()).isEqualTo(second.checkpoint());
    }

    @Test
    void lostTasksAreUnfinishedWhileTheyAreRecent() {
        KnownTask known = begun(runs(), running("lost", "1", "lost"));
        Task lost = known.task().judged(Duration.ofMinutes(2), Duration.ofMinutes(2));

        runs().update(List.of(new Change(known.ids(), lost, known.last(), Optional.empty())));

        assertThat(runs().unfinished(TEN)).extracting(KnownTask::ids).contains(known.ids());
        assertThat(runs().unfinished(TEN.plusSeconds(1)))
                .extracting(KnownTask::ids)
                .doesNotContain(known.ids());
        assertThat(life(known).state()).isEqualTo(RunState.FAILED);

        runs().update(List.of(new Change(known.ids(), known.task(), known.last(), Optional.empty())));
        assertThat(runs().known(TENANT, List.of(known.task().requestId()))
                        .get(0)
                        .task()
                        .isRunning())
                .isTrue();
        assertThat(life(known).state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void aLostTaskGoesOnFromTheCheckThatItsRowNamesAndOneThatRunsAgainFromItsLastSnapshot() {
        KnownTask begun = begun(runs(), running("goes on", "1", "goes-on"));
        Snapshot check = check(begun, Checkpoint.NONE, 10, 10);
        snapshots().append(List.of(check));
        KnownTask checked = known(begun);
        Task lost = checked.task().judged(Duration.ofMinutes(2), Duration.ofMinutes(2));

        runs().update(List.of(new Change(begun.ids(), lost, check.checkpoint(), Optional.empty())));

        assertThat(known(begun).task().progress().records()).isEqualTo(10);
        assertThat(known(begun).last()).isEqualTo(check.checkpoint());

        Task again = lost.apply(
                        new TaskReport(lost.requestId(), 200, TaskState.RUNNING, TEN, Progress.ofRecords(30), null),
                        TEN.plusSeconds(501))
                .task();
        runs().update(List.of(new Change(begun.ids(), again, check.checkpoint(), Optional.empty())));

        assertThat(known(begun).task().progress().records()).isEqualTo(30);
        assertThat(known(begun).last()).isEqualTo(check.checkpoint());

        Snapshot next = Snapshot.of(again, begun.ids().task(), check.checkpoint(), TEN.plusSeconds(510));
        snapshots().append(List.of(next));

        assertThat(known(begun).last()).isEqualTo(next.checkpoint());
    }

    private KnownTask known(KnownTask task) {
        return runs().known(TENANT, List.of(task.task().requestId())).get(0);
    }

    @Test
    void theFirstTasksOfSeveralRunsAreEachRunsOwnInOrder() {
        KnownTask one = begun(runs(), running("first tasks", "1", "first tasks 1"));
        begun(runs(), running("first tasks", "1", "first tasks 2"));
        begun(runs(), running("first tasks", "1", "first tasks 3"));
        KnownTask other = begun(runs(), running("first tasks", "2", "first tasks 4"));
        begun(runs(), running("first tasks", "3", "first tasks 5"));

        var first =
                runs().firstTasks(TENANT, List.of(one.ids().run(), other.ids().run(), new AuditId(Long.MAX_VALUE)), 2);

        assertThat(first).containsOnlyKeys(one.ids().run(), other.ids().run());
        assertThat(first.get(one.ids().run()))
                .isEqualTo(runs().tasks(TENANT, one.ids().run(), Optional.empty(), 2))
                .hasSize(2);
        assertThat(first.get(other.ids().run())).containsExactly(known(other));
        assertThat(runs().firstTasks(new TenantId(999), List.of(one.ids().run()), 2))
                .isEmpty();
        assertThat(runs().firstTasks(TENANT, List.of(), 2)).isEmpty();
    }

    @Test
    void whoEndedATaskByHandIsKept() {
        KnownTask known = begun(runs(), running("by hand", "1", "by hand"));
        Task ended =
                known.task().endedByHand(new EndingByHand(Outcome.CANCELLED, "forgotten", "ann"), TEN.plusSeconds(60));
        Snapshot last = Snapshot.of(ended, known.ids().task(), known.last(), TEN.plusSeconds(60));

        runs().write(List.of(), List.of(new Ending(known.ids(), ended, last, Optional.empty())));

        assertThat(known(known).task().state())
                .isEqualTo(new TaskState.Ended(Outcome.CANCELLED, TEN.plusSeconds(60), "forgotten", "ann"));
        assertThat(runs().tasksOf(TENANT, List.of(known.ids().run()))
                        .get(known.ids().run())
                        .get(0)
                        .state())
                .isEqualTo(ended.state());
    }

    @Test
    void anUpdateNeverOpensAnEndedTaskAndTakesItsNewerDescription() {
        KnownTask known = begun(runs(), running("described", "1", "described"));
        runs().write(List.of(), List.of(ending(known, Outcome.COMPLETED, 5)));
        TaskDescription newer = new TaskDescription(
                "described",
                "1",
                "renamed",
                TaskType.LOAD,
                null,
                null,
                null,
                null,
                TEN,
                Map.of("a", "b"),
                null,
                null,
                null);
        Task late = new Task(
                TENANT, known.task().requestId(), newer, TEN, 9, 9, TaskState.RUNNING, Progress.ofRecords(1), TEN);

        runs().update(List.of(new Change(known.ids(), late, known.last(), Optional.empty())));

        Task after =
                runs().known(TENANT, List.of(known.task().requestId())).get(0).task();
        assertThat(after.hasEnded()).isTrue();
        assertThat(after.progress().records()).isEqualTo(5);
        assertThat(after.description().name()).isEqualTo("renamed");
        assertThat(after.description().labels()).containsOnly(Map.entry("a", "b"));
    }

    @Test
    void whatIsSaidLaterOfARunWins() {
        KnownTask known = begun(runs(), running("said", "1", "said"));
        UUID message = UUID.randomUUID();
        runs().update(List.of(new Change(
                known.ids(),
                known.task(),
                known.last(),
                Optional.of(new RunStatement.Said(
                        new RunStatement(RunState.WARNING, message, null, 2, "slow"), TEN.plusSeconds(5))))));
        runs().update(List.of(new Change(
                known.ids(),
                known.task(),
                known.last(),
                Optional.of(new RunStatement.Said(
                        new RunStatement(RunState.FAILED, null, null, null, null), TEN.plusSeconds(4))))));

        FlowRun run = runs().run(TENANT, known.ids().flow(), new Choice.ByMessage(message))
                .orElseThrow();

        assertThat(run.messageId()).isEqualTo(message);
        assertThat(run.said().orElseThrow().statement().state()).isEqualTo(RunState.WARNING);
        assertThat(run.said().orElseThrow().statement().retries()).isEqualTo(2);
    }

    @Test
    void theCurrentRunIsTheRunningOneElseTheLast() {
        KnownTask running = begun(runs(), running("current", "1", "current-1"));
        KnownTask done = begun(runs(), task("current", "2", "current-2", TaskType.LOAD, ended(Outcome.COMPLETED), 1));

        assertThat(runs().run(TENANT, running.ids().flow(), new Choice.CurrentOrLast())
                        .orElseThrow()
                        .id())
                .isEqualTo(running.ids().run());
        runs().write(List.of(), List.of(ending(running, Outcome.COMPLETED, 5)));
        assertThat(runs().run(TENANT, running.ids().flow(), new Choice.CurrentOrLast())
                        .orElseThrow()
                        .id())
                .isEqualTo(done.ids().run());
    }

    @Test
    void aTaskIsFoundByItsNumberAndARunsTasksInPagesByTheirStart() {
        KnownTask one = begun(runs(), running("numbered", "1", "numbered-1"));
        KnownTask two = begun(runs(), running("numbered", "1", "numbered-2"));
        KnownTask other = begun(runs(), running("numbered", "2", "numbered-3"));

        assertThat(runs().task(TENANT, two.ids().task())).hasValue(two);
        assertThat(runs().task(TENANT, new TaskId(Long.MAX_VALUE))).isEmpty();
        AuditId run = one.ids().run();
        assertThat(runs().tasks(TENANT, run, Optional.empty(), 3)).containsExactly(one, two);
        assertThat(runs().tasks(TENANT, run, Optional.empty(), 1)).containsExactly(one);
        TaskPlace first = new TaskPlace(one.task().started(), one.ids().task());
        assertThat(runs().tasks(TENANT, run, Optional.of(first), 3)).containsExactly(two);
        TaskPlace later = new TaskPlace(one.task().started().plusMillis(1), new TaskId(1));
        assertThat(runs().tasks(TENANT, run, Optional.of(later), 3)).isEmpty();
        assertThat(runs().tasksOf(TENANT, List.of(one.ids().run(), other.ids().run(), new AuditId(Long.MAX_VALUE))))
                .containsOnlyKeys(one.ids().run(), other.ids().run());
        assertThat(runs().tasksOf(TENANT, List.of())).isEmpty();
    }

    @Test
    void anotherTenantSeesNothing() {
        KnownTask known = begun(runs(), running("mine", "1", "mine"));
        TenantId other = new TenantId(999);

        assertThat(runs().known(other, List.of(new RequestId("mine")))).isEmpty();
        assertThat(runs().run(other, known.ids().flow(), new Choice.CurrentOrLast()))
                .isEmpty();
        assertThat(tasksOf(other, known.ids().run())).isEmpty();
        assertThat(runs().task(other, known.ids().task())).isEmpty();
        assertThat(runs().tasks(other, known.ids().run(), Optional.empty(), 1)).isEmpty();
    }

    @Test
    void theLargestValuesAreKept() {
        String name = "\uD83D\uDE00".repeat(512);
        TaskDescription large = new TaskDescription(
                name,
                name,
                name,
                TaskType.TASK,
                name,
                name,
                name,
                "x".repeat(16_384),
                Instant.ofEpochMilli(Long.MAX_VALUE),
                Map.of("l".repeat(128), "\"\\{},'\n".repeat(18)),
                null,
                name,
                null);
        TaskReport report = new TaskReport(
                new RequestId("large"),
                Long.MAX_VALUE,
                TaskState.RUNNING,
                TEN,
                new Progress(
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        TEN,
                        new LatencyStats(1, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                        null),
                large);
        Task task = Task.begin(TENANT, report, large, TEN, TEN);
        begun(runs(), task);

        assertThat(runs().known(TENANT, List.of(new RequestId("large"))).get(0).task())
                .isEqualTo(task);
    }

    @Test
    void manyBeginAndEndInOneBatch() {
        List<FlowRuns.Beginning> beginnings = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            beginnings.add(beginning(running("many", "run " + i % 50, "many-" + i)));
        }
        List<KnownTask> begun = runs().write(beginnings, List.of()).begun();

        Written written = runs().write(
                        List.of(),
                        begun.stream()
                                .map(known -> ending(known, Outcome.COMPLETED, 7))
                                .toList());

        assertThat(written.ended()).hasSize(500);
        assertThat(begun.stream().map(known -> known.ids().run()).distinct()).hasSize(50);
        List<TaskSummary> ofOneRun = tasksOf(TENANT, begun.get(0).ids().run());
        assertThat(ofOneRun).hasSize(10).allMatch(summary -> summary.records() == 7);
    }

    @Test
    void runsThatEndedLongAgoAreForgottenWithTheirTasksAndOpenOnesStay() {
        KnownTask old = begun(runs(), task("forgotten", "1", "old", TaskType.LOAD, ended(Outcome.COMPLETED), 5));
        KnownTask open = begun(runs(), running("forgotten", "2", "open"));
        Instant afterTheEnd = TEN.plusSeconds(61);

        assertThat(runs().forgetEndedBefore(TEN)).isZero();
        int forgotten = 0;
        for (int some = -1; some != 0; forgotten += some) {
            some = runs().forgetEndedBefore(afterTheEnd);
        }

        assertThat(forgotten).isPositive();
        assertThat(runs().known(TENANT, List.of(old.task().requestId()))).isEmpty();
        assertThat(runs().run(
                                TENANT,
                                old.ids().flow(),
                                new Choice.ById(old.ids().run())))
                .isEmpty();
        assertThat(runs().known(TENANT, List.of(open.task().requestId()))).hasSize(1);
    }
}
