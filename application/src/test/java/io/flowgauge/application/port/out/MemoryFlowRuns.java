package io.flowgauge.application.port.out;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.Flow;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskSummary;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Runs and tasks in memory; one lock makes every call one transaction. */
public final class MemoryFlowRuns implements FlowRuns {
    private record RunName(TenantId tenant, String flow, String key) {}

    private record TaskName(TenantId tenant, String requestId) {}

    /** @param checkedAt of a lost task: its last check; null: it runs, ended, or had none */
    private record Stored(TaskIds ids, Task task, Instant checkedAt) {}

    private final Outage outage;
    private final MemorySnapshots snapshots;
    private final Map<String, Flow> flows = new LinkedHashMap<>();
    private final Map<Flow, FlowDescription> descriptions = new LinkedHashMap<>();
    private final Map<RunName, FlowRun> runs = new LinkedHashMap<>();
    private final Map<TaskName, Stored> tasks = new LinkedHashMap<>();
    private long taskIds;

    public MemoryFlowRuns(MemorySnapshots snapshots, Outage outage) {
        this.snapshots = snapshots;
        this.outage = outage;
    }

    @Override
    public Written write(List<Beginning> beginnings, List<Ending> endings) {
        Written written = writeAll(beginnings, endings);
        outage.answer();
        return written;
    }

    private synchronized Written writeAll(List<Beginning> beginnings, List<Ending> endings) {
        outage.check();
        List<KnownTask> begun = new ArrayList<>();
        Set<TaskId> created = new HashSet<>();
        Set<TaskId> ended = new HashSet<>();
        for (Beginning beginning : beginnings) {
            TaskName name = name(beginning.task());
            Stored there = tasks.get(name);
            if (there == null) {
                FlowRun run = run(beginning.task());
                there = new Stored(
                        new TaskIds(new TaskId(++taskIds), run.id(), run.flow().id()), stored(beginning.task()), null);
                tasks.put(name, there);
                created.add(there.ids().task());
                if (beginning.task().hasEnded()) {
                    snapshots.add(List.of(
                            Snapshot.of(beginning.task(), there.ids().task(), Checkpoint.NONE, beginning.at())));
                }
            }
            begun.add(known(there));
            if (created.contains(there.ids().task())) {
                say(there.ids().run(), beginning.said());
            }
        }
        for (Ending ending : endings) {
            Stored there = tasks.get(name(ending.task()));
            if (!there.task().hasEnded()) {
                tasks.put(name(ending.task()), new Stored(there.ids(), stored(ending.task()), null));
                snapshots.add(List.of(ending.last()));
                ended.add(there.ids().task());
            }
            say(there.ids().run(), ending.said());
        }
        return new Written(begun, created, ended);
    }

    private static TaskName name(Task task) {
        return new TaskName(task.tenant(), task.requestId().value());
    }

    /** What a history keeps of a task: neither CDC metrics nor what its reports say of the run. */
    private static Task stored(Task task) {
        TaskDescription told = task.description();
        TaskDescription kept = new TaskDescription(
                told.flow(),
                told.runKey(),
                told.name(),
                told.type(),
                told.owner(),
                told.engine(),
                told.language(),
                told.code(),
                told.started(),
                told.labels(),
                told.link(),
                told.parentRequestId(),
                null);
        Progress progress = task.progress();
        return new Task(
                task.tenant(),
                task.requestId(),
                kept,
                task.started(),
                task.sequence(),
                task.describedBy(),
                task.state(),
                new Progress(
                        progress.records(),
                        progress.recordsExpected(),
                        progress.recordsFailed(),
                        progress.bytes(),
                        progress.lastRecordReceived(),
                        progress.latency(),
                        null),
                task.heard());
    }

    private FlowRun run(Task task) {
        TenantId tenant = task.tenant();
        String flowName = task.description().flow();
        Flow flow = flows.computeIfAbsent(
                tenant.value() + "/" + flowName, name -> new Flow(new FlowId(flows.size() + 1L), tenant, flowName));
        return runs.computeIfAbsent(
                new RunName(tenant, flowName, task.description().runKey()),
                name -> new FlowRun(
                        new AuditId(runs.size() + 1L), flow, name.key(), UUID.randomUUID(), Optional.empty()));
    }

    private void say(AuditId id, Optional<RunStatement.Said> said) {
        said.ifPresent(what -> runs.replaceAll((name, run) -> run.id().equals(id) ? with(run, what) : run));
    }

    private static FlowRun with(FlowRun run, RunStatement.Said said) {
        if (run.said().isPresent() && run.said().get().at().isAfter(said.at())) {
            return run;
        }
        UUID message = said.statement().messageId();
        return new FlowRun(
                run.id(),
                run.flow(),
                run.key(),
                message == null ? run.messageId() : message,
                Optional.of(run.said().map(said::after).orElse(said)));
    }

    @Override
    public synchronized void update(List<Change> changes) {
        outage.check();
        for (Change change : changes) {
            Stored there = tasks.get(name(change.task()));
            Task old = there.task();
            Task given = stored(change.task());
            boolean describes = given.describedBy() > old.describedBy();
            boolean counts = !old.hasEnded() && !given.hasEnded() && given.sequence() >= old.sequence();
            Task kept = new Task(
                    old.tenant(),
                    old.requestId(),
                    describes ? given.description() : old.description(),
                    old.started(),
                    counts ? given.sequence() : old.sequence(),
                    describes ? given.describedBy() : old.describedBy(),
                    counts ? given.state() : old.state(),
                    counts ? given.progress() : old.progress(),
                    given.heard().isAfter(old.heard()) ? given.heard() : old.heard());
            Instant checkedAt =
                    kept.state() instanceof TaskState.Lost ? change.last().at() : null;
            tasks.put(name(change.task()), new Stored(there.ids(), kept, counts ? checkedAt : there.checkedAt()));
            say(there.ids().run(), change.said());
        }
    }

    private KnownTask known(Stored stored) {
        if (stored.checkedAt() != null) {
            Progress progress = stored.task().progress();
            return new KnownTask(
                    stored.ids(),
                    stored.task(),
                    new Checkpoint(stored.checkedAt(), progress.records(), progress.latency(), null));
        }
        List<Snapshot> of = snapshots.of(stored.ids().task());
        if (of.isEmpty()) {
            return new KnownTask(stored.ids(), stored.task(), Checkpoint.NONE);
        }
        Snapshot last = of.get(of.size() - 1);
        Task task = stored.task();
        boolean heardLater = task.isRunning() && last.checkedAt().isAfter(task.heard());
        if (!task.hasEnded() && last.sequence() >= task.sequence()) {
            task = new Task(
                    task.tenant(),
                    task.requestId(),
                    task.description(),
                    task.started(),
                    last.sequence(),
                    task.describedBy(),
                    task.state(),
                    last.progress(),
                    heardLater ? last.checkedAt() : task.heard());
        }
        return new KnownTask(stored.ids(), task, last.checkpoint());
    }

    @Override
    public synchronized List<KnownTask> unfinished(Instant lostSince) {
        outage.check();
        return tasks.values().stream()
                .filter(stored -> stored.task().isRunning()
                        || (stored.task().state() instanceof TaskState.Lost lost
                                && !lost.lastHeard().isBefore(lostSince)))
                .map(this::known)
                .toList();
    }

    @Override
    public synchronized List<KnownTask> known(TenantId tenant, Collection<RequestId> requestIds) {
        outage.check();
        return tasks.values().stream()
                .filter(stored -> stored.task().tenant().equals(tenant)
                        && requestIds.contains(stored.task().requestId()))
                .map(this::known)
                .toList();
    }

    @Override
    public synchronized Optional<KnownTask> task(TenantId tenant, TaskId id) {
        outage.check();
        return tasks.values().stream()
                .filter(stored -> stored.task().tenant().equals(tenant)
                        && stored.ids().task().equals(id))
                .map(this::known)
                .findFirst();
    }

    @Override
    public synchronized Optional<FlowRun> run(TenantId tenant, FlowId flow, Choice choice) {
        outage.check();
        List<FlowRun> newestFirst = runs.values().stream()
                .filter(run ->
                        run.flow().tenant().equals(tenant) && run.flow().id().equals(flow))
                .sorted(Comparator.comparing((FlowRun run) -> life(run).started())
                        .thenComparing(FlowRun::id)
                        .reversed())
                .toList();
        if (choice instanceof Choice.ById byId) {
            return first(newestFirst, run -> run.id().equals(byId.id()));
        } else if (choice instanceof Choice.ByMessage byMessage) {
            return first(newestFirst, run -> run.messageId().equals(byMessage.messageId()));
        } else if (choice instanceof Choice.NewestIn newest) {
            return first(newestFirst, run -> newest.states().contains(life(run).state()));
        }
        return first(newestFirst, run -> life(run).state() == RunState.RUNNING)
                .or(() -> newestFirst.stream().findFirst());
    }

    private static Optional<FlowRun> first(List<FlowRun> runs, Predicate<FlowRun> wanted) {
        return runs.stream().filter(wanted).findFirst();
    }

    synchronized FlowDescription description(Flow flow) {
        return descriptions.getOrDefault(flow, FlowDescription.NONE);
    }

    synchronized FlowDescription describe(Flow flow, UnaryOperator<FlowDescription> change) {
        outage.check();
        FlowDescription changed = change.apply(description(flow));
        descriptions.put(flow, changed);
        return changed;
    }

    synchronized List<Flow> flows() {
        outage.check();
        return List.copyOf(flows.values());
    }

    synchronized List<FlowRun> runs() {
        outage.check();
        return List.copyOf(runs.values());
    }

    synchronized RunLife life(FlowRun run) {
        return RunLife.of(tasksOf(run.flow().tenant(), List.of(run.id())).get(run.id()), run.said());
    }

    @Override
    public synchronized Map<AuditId, List<TaskSummary>> tasksOf(TenantId tenant, Collection<AuditId> of) {
        outage.check();
        return tasks.values().stream()
                .filter(stored -> stored.task().tenant().equals(tenant)
                        && of.contains(stored.ids().run()))
                .collect(Collectors.groupingBy(
                        stored -> stored.ids().run(),
                        Collectors.mapping(
                                stored -> TaskSummary.of(stored.ids().task(), stored.task()), Collectors.toList())));
    }

    @Override
    public synchronized List<KnownTask> tasks(TenantId tenant, AuditId run, Optional<TaskPlace> after, int limit) {
        outage.check();
        Comparator<TaskPlace> order = Comparator.comparing(TaskPlace::started).thenComparing(TaskPlace::task);
        return tasks.values().stream()
                .filter(stored -> stored.task().tenant().equals(tenant)
                        && stored.ids().run().equals(run)
                        && (after.isEmpty() || order.compare(place(stored), after.get()) > 0))
                .sorted((one, other) -> order.compare(place(one), place(other)))
                .limit(limit)
                .map(this::known)
                .toList();
    }

    @Override
    public synchronized Map<AuditId, List<KnownTask>> firstTasks(TenantId tenant, Collection<AuditId> of, int each) {
        Map<AuditId, List<KnownTask>> first = new LinkedHashMap<>();
        for (AuditId run : of) {
            List<KnownTask> ofRun = tasks(tenant, run, Optional.empty(), each);
            if (!ofRun.isEmpty()) {
                first.put(run, ofRun);
            }
        }
        return first;
    }

    private static TaskPlace place(Stored stored) {
        return new TaskPlace(stored.task().started(), stored.ids().task());
    }

    @Override
    public synchronized int forgetEndedBefore(Instant before) {
        outage.check();
        List<FlowRun> old = runs.values().stream()
                .filter(run -> {
                    RunLife life = life(run);
                    return !life.state().isOpen()
                            && life.ended() != null
                            && life.ended().isBefore(before);
                })
                .toList();
        for (FlowRun run : old) {
            tasks.values().removeIf(stored -> stored.ids().run().equals(run.id()));
            runs.values().remove(run);
        }
        return old.size();
    }
}
