package io.flowgauge.persistence;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskSummary;
import io.flowgauge.domain.TenantId;
import io.flowgauge.persistence.TaskWriter.New;
import io.flowgauge.persistence.TaskWriter.Numbered;
import io.flowgauge.persistence.TaskWriter.RequestOf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresFlowRuns implements FlowRuns {
    private static final int TRIES = 3;

    private static final TaskPlace BEFORE_ALL = new TaskPlace(Instant.EPOCH, new TaskId(1));

    private final RunWriter runWriter;
    private final TaskWriter taskWriter;
    private final KnownTasks knownTasks;
    private final RunLives lives;
    private final OldRuns oldRuns;
    private final FlowRunRows runRows;
    private final Partitions partitions;
    private final SnapshotCopy copy;
    private final TransactionTemplate transaction;

    PostgresFlowRuns(
            RunWriter runWriter,
            TaskWriter taskWriter,
            KnownTasks knownTasks,
            RunLives lives,
            OldRuns oldRuns,
            FlowRunRows runRows,
            Partitions partitions,
            SnapshotCopy copy,
            TransactionTemplate transaction) {
        this.runWriter = runWriter;
        this.taskWriter = taskWriter;
        this.knownTasks = knownTasks;
        this.lives = lives;
        this.oldRuns = oldRuns;
        this.runRows = runRows;
        this.partitions = partitions;
        this.copy = copy;
        this.transaction = transaction;
    }

    @Override
    public Written write(List<Beginning> beginnings, List<Ending> endings) {
        return transact(() -> {
            partitions.makeFor(PartitionedTable.TASK_SNAPSHOT, lastSnapshots(beginnings, endings));
            return Objects.requireNonNull(transaction.execute(status -> writeAll(beginnings, endings)));
        });
    }

    /** The moments of the last snapshots that are to be written. */
    private static List<Instant> lastSnapshots(List<Beginning> beginnings, List<Ending> endings) {
        return Stream.concat(
                        beginnings.stream()
                                .filter(begun -> begun.task().hasEnded())
                                .map(Beginning::at),
                        endings.stream().map(ending -> ending.last().checkedAt()))
                .toList();
    }

    // Deadlocks are made unlikely by one order of locking, not impossible: another service or a person may hold locks
    // too.
    private <T> T transact(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException failed) {
                boolean noPartition = failed instanceof DataIntegrityViolationException;
                if (attempt == TRIES && Outage.isReferenceBroken(failed)) {
                    throw new HistoryUnavailable("what it belongs to is being deleted", failed);
                }
                if (attempt == TRIES || !(Outage.isConflict(failed) || noPartition)) {
                    throw Outage.translated(failed);
                }
                if (noPartition) {
                    // One that was known was dropped by another node, or a person.
                    partitions.forget();
                }
            }
        }
    }

    private Written writeAll(List<Beginning> beginnings, List<Ending> endings) {
        Map<RequestOf, KnownTask> known = known(beginnings);
        // A task that is there keeps its run, whatever its report says: none is made for it.
        List<Beginning> fresh = beginnings.stream()
                .filter(beginning -> !known.containsKey(RequestOf.of(beginning.task())))
                .toList();
        Map<RunWriter.Name, RunWriter.Run> runs = fresh.isEmpty() ? Map.of() : runWriter.named(fresh);
        Set<RunLives.Key> touched = new LinkedHashSet<>();
        runs.values().forEach(run -> touched.add(new RunLives.Key(run.tenant(), run.id())));
        endings.forEach(ending -> touched.add(
                new RunLives.Key(ending.task().tenant(), ending.ids().run())));
        if (touched.isEmpty()) {
            return new Written(inOrder(beginnings, known), Set.of(), Set.of());
        }
        lives.lock(touched);

        List<Snapshot> last = new ArrayList<>();
        begin(fresh, runs, last, known);
        Set<TaskId> created = last.stream().map(Snapshot::task).collect(Collectors.toCollection(HashSet::new));
        last.removeIf(snapshot -> !(snapshot.state() instanceof TaskState.Ended));
        Set<TaskId> ended = end(endings);
        endings.stream()
                .filter(ending -> ended.contains(ending.ids().task()))
                .map(Ending::last)
                .forEach(last::add);
        copy.append(last);

        runWriter.say(said(fresh, runs, endings));
        lives.refresh(touched);
        return new Written(inOrder(beginnings, known), created, ended);
    }

    private static List<KnownTask> inOrder(List<Beginning> beginnings, Map<RequestOf, KnownTask> known) {
        return beginnings.stream()
                .map(beginning -> Objects.requireNonNull(
                        known.get(RequestOf.of(beginning.task())), "a task that was not inserted is there"))
                .toList();
    }

    private void begin(
            List<Beginning> fresh,
            Map<RunWriter.Name, RunWriter.Run> runs,
            List<Snapshot> firstSnapshots,
            Map<RequestOf, KnownTask> known) {
        if (fresh.isEmpty()) {
            return;
        }
        Map<RequestOf, TaskId> inserted = taskWriter.insert(fresh.stream()
                .map(beginning -> new New(beginning.task(), beginning.at(), run(runs, beginning)))
                .toList());
        List<Beginning> overtaken = new ArrayList<>();
        for (Beginning beginning : fresh) {
            TaskId id = inserted.get(RequestOf.of(beginning.task()));
            if (id == null) {
                overtaken.add(beginning);
            } else {
                RunWriter.Run run = run(runs, beginning);
                Snapshot first = Snapshot.of(beginning.task(), id, Checkpoint.NONE, beginning.at());
                firstSnapshots.add(first);
                Checkpoint checkpoint = beginning.task().hasEnded() ? first.checkpoint() : Checkpoint.NONE;
                known.put(
                        RequestOf.of(beginning.task()),
                        new KnownTask(new TaskIds(id, run.id(), run.flow()), beginning.task(), checkpoint));
            }
        }
        known.putAll(known(overtaken));
    }

    private static RunWriter.Run run(Map<RunWriter.Name, RunWriter.Run> runs, Beginning beginning) {
        return Objects.requireNonNull(runs.get(RunWriter.Name.of(beginning)), "every run was found or made");
    }

    /** Those of the beginnings' tasks that are there, by request. */
    private Map<RequestOf, KnownTask> known(List<Beginning> beginnings) {
        Map<TenantId, List<RequestId>> requests = beginnings.stream()
                .map(Beginning::task)
                .collect(Collectors.groupingBy(Task::tenant, Collectors.mapping(Task::requestId, Collectors.toList())));
        Map<RequestOf, KnownTask> known = new HashMap<>();
        requests.forEach((tenant, ids) ->
                knownTasks.of(tenant, ids).forEach(task -> known.put(RequestOf.of(task.task()), task)));
        return known;
    }

    private Set<TaskId> end(List<Ending> endings) {
        return endings.isEmpty()
                ? Set.of()
                : taskWriter.end(endings.stream()
                        .map(ending -> new Numbered(ending.ids(), ending.task(), Checkpoint.NONE))
                        .toList());
    }

    private static List<RunWriter.RunSaid> said(
            List<Beginning> beginnings, Map<RunWriter.Name, RunWriter.Run> runs, List<Ending> endings) {
        return Stream.concat(
                        beginnings.stream()
                                .map(begun -> RunWriter.said(
                                        begun.task().tenant(), run(runs, begun).id(), begun.said())),
                        endings.stream()
                                .map(end -> RunWriter.said(
                                        end.task().tenant(), end.ids().run(), end.said())))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void update(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        transact(() -> {
            transaction.executeWithoutResult(status -> updateAll(changes));
            return true;
        });
    }

    private void updateAll(List<Change> changes) {
        List<RunLives.Key> touched = changes.stream()
                .map(change ->
                        new RunLives.Key(change.task().tenant(), change.ids().run()))
                .distinct()
                .toList();
        lives.lock(touched);
        taskWriter.update(changes.stream()
                .map(change -> new Numbered(change.ids(), change.task(), change.last()))
                .toList());
        runWriter.say(changes.stream()
                .map(change ->
                        RunWriter.said(change.task().tenant(), change.ids().run(), change.said()))
                .flatMap(Optional::stream)
                .toList());
        lives.refresh(touched);
    }

    @Override
    public List<KnownTask> unfinished(Instant lostSince) {
        return Outage.guard(() -> knownTasks.unfinished(lostSince));
    }

    @Override
    public List<KnownTask> known(TenantId tenant, Collection<RequestId> requestIds) {
        return Outage.guard(() -> Objects.requireNonNull(transaction.execute(status -> {
            taskWriter.awaitWritten(tenant, requestIds);
            return knownTasks.of(tenant, requestIds);
        })));
    }

    @Override
    public Optional<KnownTask> task(TenantId tenant, TaskId id) {
        return Outage.guard(() -> knownTasks.of(tenant, id));
    }

    @Override
    public Optional<FlowRun> run(TenantId tenant, FlowId flow, Choice choice) {
        return Outage.guard(() -> row(tenant.value(), flow.value(), choice).map(Mappings.TASKS::run));
    }

    private Optional<FlowRunRow> row(long tenant, long flow, Choice choice) {
        if (choice instanceof Choice.ById byId) {
            return runRows.byId(tenant, flow, byId.id().value());
        } else if (choice instanceof Choice.ByMessage byMessage) {
            return runRows.byMessage(tenant, flow, byMessage.messageId());
        } else if (choice instanceof Choice.NewestIn newest) {
            return runRows.newestIn(
                    tenant, flow, newest.states().stream().map(RunState::word).toList());
        }
        return runRows.newestIn(tenant, flow, List.of(RunState.RUNNING.word())).or(() -> runRows.last(tenant, flow));
    }

    @Override
    public Map<AuditId, List<TaskSummary>> tasksOf(TenantId tenant, Collection<AuditId> runs) {
        if (runs.isEmpty()) {
            return Map.of();
        }
        return Outage.guard(() -> lives.tasks(tenant, runs));
    }

    @Override
    public List<KnownTask> tasks(TenantId tenant, AuditId run, Optional<TaskPlace> after, int limit) {
        return Outage.guard(() -> knownTasks.of(tenant, run, after.orElse(BEFORE_ALL), limit));
    }

    @Override
    public Map<AuditId, List<KnownTask>> firstTasks(TenantId tenant, Collection<AuditId> runs, int each) {
        return runs.isEmpty() ? Map.of() : Outage.guard(() -> knownTasks.firstOf(tenant, runs, each));
    }

    @Override
    public int forgetEndedBefore(Instant before) {
        return Outage.guard(
                () -> Objects.requireNonNull(transaction.execute(status -> oldRuns.forgetSomeEndedBefore(before))));
    }
}
