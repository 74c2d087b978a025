package io.flowgauge.application.history;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static io.flowgauge.application.port.out.PortFixture.described;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.application.live.Checker;
import io.flowgauge.application.live.DayQueries;
import io.flowgauge.application.live.FlowQueries;
import io.flowgauge.application.live.HandEndings;
import io.flowgauge.application.live.LiveQueries;
import io.flowgauge.application.live.LiveTasks;
import io.flowgauge.application.live.Recovery;
import io.flowgauge.application.live.RunQueries;
import io.flowgauge.application.live.TaskEndings;
import io.flowgauge.application.live.TaskFigures;
import io.flowgauge.application.live.TaskQueries;
import io.flowgauge.application.port.in.QueryRunningTasks.RunningTask;
import io.flowgauge.application.port.in.RecordReports.Batch;
import io.flowgauge.application.port.in.RecordReports.Result;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRuns.Change;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.MemoryAccounts;
import io.flowgauge.application.port.out.MemoryHistory;
import io.flowgauge.application.port.out.Outage;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.recording.Recording;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The application's rooms on a history, in memory one that can be away, with a clock and a writer that are moved by hand. */
public final class Rooms {
    public static final Duration INTERVAL = Duration.ofSeconds(10);
    public static final Duration LOST_AFTER = Duration.ofMinutes(2);

    public final Outage outage;
    /** By the clock, which may be set. */
    public Instant now = TEN;

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final AuditLog audit = new AuditLog(accounts.trail(), () -> now);
    private final FlowRuns flowRuns;
    private final Snapshots snapshots;
    private final HistoryGaps gaps;
    private final Function<TaskId, List<Snapshot>> stored;
    private final int bound;
    private long uptimeMs;
    private LiveTasks live;
    private TaskEndings endings;
    private SnapshotBacklog backlog;
    private Checker checker;
    private HistoryWriter writer;
    private TaskFigures figures;

    public Rooms() {
        this(1_000_000);
    }

    /** @param bound snapshots that wait at most */
    public Rooms(int bound) {
        this(new MemoryHistory(), bound);
    }

    public Rooms(MemoryHistory memory, int bound) {
        this(memory.outage, memory.flowRuns, memory.snapshots, memory.gaps, memory.snapshots::of, bound);
    }

    /** @param stored all snapshots of a task, in the order of their moments */
    public Rooms(FlowRuns flowRuns, Snapshots snapshots, HistoryGaps gaps, Function<TaskId, List<Snapshot>> stored) {
        this(new Outage(), flowRuns, snapshots, gaps, stored, 1_000_000);
    }

    private Rooms(
            Outage outage,
            FlowRuns flowRuns,
            Snapshots snapshots,
            HistoryGaps gaps,
            Function<TaskId, List<Snapshot>> stored,
            int bound) {
        this.outage = outage;
        this.flowRuns = flowRuns;
        this.snapshots = snapshots;
        this.gaps = gaps;
        this.stored = stored;
        this.bound = bound;
        restart();
    }

    /** As after a kill: what is not in the history is gone. */
    public void restart() {
        live = new LiveTasks(() -> uptimeMs);
        Recovery.restore(live, flowRuns, now);
        backlog = new SnapshotBacklog(bound, Duration.ZERO);
        figures = new TaskFigures();
        endings = new TaskEndings(live, flowRuns, backlog, figures);
        checker = new Checker(live, endings, backlog, figures, INTERVAL, LOST_AFTER);
        writer = new HistoryWriter(backlog, live, snapshots, gaps, flowRuns, Duration.ofMillis(1));
    }

    /** Those of another service on the same history. */
    public Rooms another() {
        Rooms others = new Rooms(outage, flowRuns, snapshots, gaps, stored, bound);
        others.now = now;
        return others;
    }

    public Batch batch() {
        return new Recording(live, endings, flowRuns, figures, () -> now).open(TENANT);
    }

    public List<Result> report(TaskReport... reports) {
        Batch batch = batch();
        for (TaskReport report : reports) {
            batch.add(report);
        }
        return batch.commit();
    }

    public void check() {
        checker.check(now);
    }

    /** Time passes. */
    public void pass(Duration time) {
        now = now.plus(time);
        uptimeMs += time.toMillis();
    }

    public void checkAfter(Duration passed) {
        pass(passed);
        check();
    }

    public void settleEndings() {
        checker.settleEndings();
    }

    /** One round of the history's writer. */
    public void write() {
        try {
            var unused = writer.round(Duration.ZERO);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    /** Rounds until nothing waits; the history is there. */
    public void writeAll() {
        for (int rounds = 0; rounds < 1_000; rounds++) {
            write();
            if (backlog.size().waiting() == 0) {
                return;
            }
        }
        throw new AssertionError("the history is there, but " + backlog.size() + " is not written");
    }

    /** Takes what is written behind away from the writer. */
    public List<Change> drainUnsaved() {
        return live.drainUnsaved();
    }

    public SnapshotBacklog.Size waiting() {
        return backlog.size();
    }

    /** All gaps that the history knows. */
    public List<HistoryGap> gaps() {
        return gaps.between(Instant.EPOCH, Instant.MAX);
    }

    public List<RunningTask> running() {
        List<RunningTask> all = new ArrayList<>();
        new LiveQueries(live, tenant -> "default", () -> now)
                .all(TENANT, Optional.empty())
                .forEach(all::add);
        return all;
    }

    public RunningTask running(String id) {
        return running().stream()
                .filter(task -> task.task().requestId().value().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not on the list"));
    }

    public TaskQueries tasks() {
        return new TaskQueries(live, flowRuns, tenant -> "default", () -> now);
    }

    public DayQueries days(Flows flows, Tenant tenant) {
        return new DayQueries(
                flows,
                flowRuns,
                live,
                id -> Optional.of(tenant).filter(known -> known.id().equals(id)),
                () -> now);
    }

    /** What the audit trail has, once what was noted is written. */
    public List<AuditEvent> audited() {
        audit.flush();
        return accounts
                .trail()
                .page(
                        new AuditTrail.Filter(
                                TENANT, true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        Long.MAX_VALUE,
                        1_000)
                .stream()
                .map(AuditTrail.Numbered::event)
                .toList();
    }

    public HandEndings hands() {
        return new HandEndings(live, endings, flowRuns, tenant -> "default", audit, () -> now);
    }

    public RunQueries runs(Flows flows) {
        return new RunQueries(flowRuns, flows, live, tenant -> "default", () -> now);
    }

    public FlowQueries flows(Flows flows) {
        return new FlowQueries(flows, flowRuns, live, tenant -> ZoneId.of("Europe/Berlin"), () -> now);
    }

    public KnownTask known(String id) {
        return flowRuns.known(TENANT, List.of(new RequestId(id))).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not in the history"));
    }

    public List<Snapshot> snapshotsOf(String id) {
        return stored.apply(known(id).ids().task());
    }

    public TaskReport whole(String id, long sequence, long records) {
        return new TaskReport(
                new RequestId(id),
                sequence,
                TaskState.RUNNING,
                now,
                Progress.ofRecords(records),
                described("flow", "run", TaskType.LOAD));
    }

    public TaskReport small(String id, long sequence, long records) {
        return new TaskReport(new RequestId(id), sequence, TaskState.RUNNING, now, Progress.ofRecords(records), null);
    }

    public TaskReport ending(String id, long sequence, long records) {
        return new TaskReport(
                new RequestId(id),
                sequence,
                new TaskState.Ended(Outcome.COMPLETED, now, null),
                now,
                Progress.ofRecords(records),
                null);
    }
}
