package io.flowgauge.application.recording;

import io.flowgauge.application.live.LiveEntry;
import io.flowgauge.application.live.LiveTasks;
import io.flowgauge.application.live.TaskEndings;
import io.flowgauge.application.live.TaskFigures;
import io.flowgauge.application.port.in.RecordReports.Batch;
import io.flowgauge.application.port.in.RecordReports.Need;
import io.flowgauge.application.port.in.RecordReports.Result;
import io.flowgauge.application.port.in.RecordReports.Run;
import io.flowgauge.application.port.in.RecordReports.Verdict;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRuns.Beginning;
import io.flowgauge.application.port.out.FlowRuns.Ending;
import io.flowgauge.application.port.out.FlowRuns.Written;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.domain.Applied;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A batch: progress goes to the live tasks at once, beginnings and endings are held until they are durable. */
final class LiveBatch implements Batch {
    /** A task that is new to the registry. */
    private record Draft(Held held, Fold fold, List<String> warnings) {}

    private record Claim(LiveEntry entry, Held held, Fold fold, Ending ending) {}

    private final TenantId tenant;
    private final LiveTasks live;
    private final TaskEndings endings;
    private final FlowRuns flowRuns;
    private final TaskFigures figures;
    private final InstantSource clock;

    private final List<@Nullable Result> results = new ArrayList<>();
    private Map<RequestId, Held> held = new LinkedHashMap<>();

    LiveBatch(
            TenantId tenant,
            LiveTasks live,
            TaskEndings endings,
            FlowRuns flowRuns,
            TaskFigures figures,
            InstantSource clock) {
        this.tenant = tenant;
        this.live = live;
        this.endings = endings;
        this.flowRuns = flowRuns;
        this.figures = figures;
        this.clock = clock;
    }

    @Override
    public void add(TaskReport report) {
        int index = results.size();
        results.add(null);
        Held waiting = held.get(report.requestId());
        if (waiting != null) {
            waiting.add(index, report);
            return;
        }
        LiveEntry entry = live.find(tenant, report.requestId());
        if (entry == null && report.description() == null) {
            results.set(index, unknown(report));
        } else if (entry == null || ends(entry, report)) {
            hold(index, report);
        } else {
            results.set(index, result(live.apply(entry, report, clock.instant()), entry.run()));
        }
    }

    private void hold(int index, TaskReport report) {
        held.computeIfAbsent(report.requestId(), id -> new Held()).add(index, report);
    }

    private static boolean ends(LiveEntry entry, TaskReport report) {
        Task task = entry.task();
        return report.state() instanceof TaskState.Ended && !task.hasEnded() && report.sequence() > task.sequence();
    }

    @Override
    public List<Result> commit() {
        while (!held.isEmpty()) {
            Map<RequestId, Held> round = held;
            held = new LinkedHashMap<>();
            commit(round);
        }
        List<Result> all = results.stream()
                .map(result -> Objects.requireNonNull(result, "each report has its result once nothing is held"))
                .toList();
        results.clear();
        return all;
    }

    private void commit(Map<RequestId, Held> round) {
        Instant now = clock.instant();
        List<Draft> drafts = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        try {
            for (Held waiting : round.values()) {
                LiveEntry entry = live.find(tenant, waiting.first().requestId());
                if (entry == null && waiting.first().description() == null) {
                    // It was forgotten since its ending was taken in.
                    waiting.items().forEach(item -> results.set(item.index(), unknown(item.report())));
                } else if (entry == null) {
                    drafts.add(draft(waiting, now));
                } else {
                    claim(entry, waiting, now, claims);
                }
            }
        } catch (RuntimeException failed) {
            claims.forEach(claim -> endings.abandon(claim.entry()));
            throw failed;
        }
        if (!drafts.isEmpty() || !claims.isEmpty()) {
            write(drafts, claims, now);
        }
    }

    private Draft draft(Held waiting, Instant now) {
        TaskReport first = waiting.first();
        TaskDescription description =
                Objects.requireNonNull(first.description(), "only a whole report of an unknown task is held first");
        List<String> warnings = new ArrayList<>();
        Instant started = EngineClock.tolerated("started", description.started(), now, warnings);
        EngineClock.warnOfSeconds("started", started, warnings);
        Task begun = Task.begin(tenant, first, description, started, now);
        List<Held.Item> rest = waiting.items().subList(1, waiting.items().size());
        return new Draft(waiting, Fold.of(begun, rest, Fold.said(Optional.empty(), first), now), warnings);
    }

    private void claim(LiveEntry entry, Held waiting, Instant now, List<Claim> claims) {
        try {
            endings.claim(entry, (task, said) -> Fold.of(task, waiting.items(), said, now), now)
                    .ifPresentOrElse(
                            claimed -> claims.add(new Claim(entry, waiting, claimed.outcome(), claimed.ending())),
                            () -> apply(entry, waiting, now));
        } catch (HistoryUnavailable away) {
            // Its engine, which has nothing to send but this ending, must not lose it by that.
            live.heardOf(entry, now);
            throw away;
        }
    }

    private void apply(LiveEntry entry, Held waiting, Instant now) {
        for (Held.Item item : waiting.items()) {
            results.set(item.index(), result(live.apply(entry, item.report(), now), entry.run()));
        }
    }

    private void write(List<Draft> drafts, List<Claim> claims, Instant now) {
        List<Beginning> beginnings = drafts.stream()
                .map(draft ->
                        new Beginning(draft.fold().task(), now, draft.fold().said()))
                .toList();
        Written written;
        try {
            written = flowRuns.write(
                    beginnings, claims.stream().map(Claim::ending).toList());
        } catch (RuntimeException failed) {
            claims.forEach(claim -> endings.failed(claim.entry()));
            throw failed;
        }
        List<Claim> overtaken = new ArrayList<>();
        for (Claim claim : claims) {
            if (written.ended().contains(claim.ending().ids().task())) {
                endings.written(claim.entry(), claim.ending());
                settle(claim.held().items(), claim.fold().steps(), claim.entry().run());
            } else {
                overtaken.add(claim);
            }
        }
        for (int at = 0; at < drafts.size(); at++) {
            begun(drafts.get(at), written.begun().get(at), written);
        }
        for (Claim claim : overtaken) {
            endings.overtaken(claim.entry());
            apply(claim.entry(), claim.held(), now);
        }
    }

    private void begun(Draft draft, KnownTask known, Written written) {
        boolean created = written.created().contains(known.ids().task());
        // What a task that was there says of its run is taken when its report is applied, below.
        LiveEntry entry = live.add(known, created ? draft.fold().said() : Optional.empty());
        if (!created) {
            // The history knew the task though the registry did not: its reports are late ones, or go on after a pause.
            draft.held().items().forEach(item -> addAgain(entry, item));
            return;
        }
        figures.began(draft.fold().task());
        Held.Item first = draft.held().items().get(0);
        results.set(first.index(), new Result(new Verdict.Accepted(entry.run()), draft.warnings()));
        settle(
                draft.held().items().subList(1, draft.held().items().size()),
                draft.fold().steps(),
                entry.run());
    }

    private void addAgain(LiveEntry entry, Held.Item item) {
        if (held.containsKey(item.report().requestId()) || ends(entry, item.report())) {
            hold(item.index(), item.report());
        } else {
            results.set(item.index(), result(live.apply(entry, item.report(), clock.instant()), entry.run()));
        }
    }

    private void settle(List<Held.Item> items, List<Applied> steps, Run run) {
        for (int at = 0; at < items.size(); at++) {
            results.set(items.get(at).index(), result(steps.get(at), run));
        }
    }

    private static Result unknown(TaskReport report) {
        return rejected(
                "task " + report.requestId().value()
                        + " is not known; send the report whole, with flow, runKey, name, type and started",
                Need.WHOLE);
    }

    private static Result result(Applied applied, Run run) {
        if (applied instanceof Applied.Stale stale) {
            return new Result(new Verdict.Stale(run, stale.known()), List.of());
        }
        if (applied instanceof Applied.Contradicts contradicts) {
            return rejected(contradicts.detail(), null);
        }
        return new Result(new Verdict.Accepted(run), List.of());
    }

    private static Result rejected(String detail, @Nullable Need need) {
        return new Result(new Verdict.Rejected(detail, need), List.of());
    }
}
