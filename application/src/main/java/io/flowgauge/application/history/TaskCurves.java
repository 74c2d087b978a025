package io.flowgauge.application.history;

import io.flowgauge.application.history.CurveSteps.Steps;
import io.flowgauge.application.port.in.QueryTaskHistory;
import io.flowgauge.application.port.in.QueryTasks;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.TaskHistory;
import io.flowgauge.application.port.out.TaskHistory.Reach;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Curves of tasks: of the rows that the history has, and of what a live task did since its last check. */
public final class TaskCurves implements QueryTaskHistory {
    private static final Duration SPAN = Duration.ofHours(1);

    /** An engine's clock may be so far ahead of the service's that its task has checks before its start. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final QueryTasks tasks;
    private final TaskHistory history;
    private final HistoryGaps gaps;
    private final Duration interval;

    /** @param interval of the checks */
    public TaskCurves(QueryTasks tasks, TaskHistory history, HistoryGaps gaps, Duration interval) {
        this.tasks = tasks;
        this.history = history;
        this.gaps = gaps;
        this.interval = interval;
    }

    @Override
    public Answer curve(TenantId tenant, TaskId id, Span span, Detail detail) {
        if (span.from() != null && span.to() != null && span.from().isAfter(span.to())) {
            return new Answer.Refused("from is " + span.from().toEpochMilli() + ", which is after to "
                    + span.to().toEpochMilli() + "; give an earlier one");
        }
        Optional<TaskNow> task = tasks.task(tenant, id);
        return task.isEmpty() ? new Answer.NoSuchTask() : curve(task.get(), span, detail);
    }

    private Answer curve(TaskNow task, Span span, Detail detail) {
        TaskLife life = TaskLife.of(task);
        Instant to = span.to() == null || span.to().isAfter(life.end()) ? life.end() : span.to();
        Instant asked = span.from() == null ? to.minus(SPAN) : span.from();
        Instant from = asked.isBefore(life.start()) ? life.start() : asked;
        Reach reach = history.reach();
        CurveSteps steps = new CurveSteps(interval, reach);
        if (detail instanceof Detail.AtMost most) {
            return curve(task, life, reach, steps.atMost(most.points(), from, to), from, to);
        }
        Duration step = ((Detail.Every) detail).step();
        return steps.every(step, from)
                .filter(every -> every.count(from, to) <= MOST_POINTS)
                .map(every -> curve(task, life, reach, every, from, to))
                .orElseGet(() -> refused(step, steps.multiples(from), from, to));
    }

    private static Answer refused(Duration step, String multiples, Instant from, Instant to) {
        long least = Duration.between(from, to).toMillis() / MOST_POINTS + 1;
        return new Answer.Refused("step is " + step.toMillis() + " ms; in this span it must be a multiple of "
                + multiples + " ms and at least " + least + " ms, for at most " + MOST_POINTS
                + " points; or leave it out");
    }

    private Answer curve(TaskNow task, TaskLife life, Reach reach, Steps every, Instant from, Instant to) {
        Duration step = Duration.ofMillis(every.stepMs());
        if (!from.isBefore(to)) {
            return new Answer.Curve(task.ids().task(), step, every.resolution(), List.of(), List.of());
        }
        CurvePoints points = new CurvePoints(task.task().tenant(), task.ids().task(), every, from, to);
        Instant first = points.begin().isAfter(life.start())
                ? points.begin()
                : every.of(earlier(points.begin(), life.start().minus(CLOCKS_DIFFER)));
        CurveRows rows =
                new CurveRows(history, reach, task.task().tenant(), task.ids().task());
        Instant checksFrom = rows.read(every.resolution(), first, points.end(), points);
        if (task.last() != null) {
            // Read again once the rows are: what is checked or ends meanwhile is then in one of them.
            TaskNow now = tasks.task(task.task().tenant(), task.ids().task()).orElse(task);
            addLive(
                    now,
                    base(now.last() == null ? task.last() : now.last(), life, reach, rows, checksFrom, points),
                    life,
                    points);
        }
        List<Point> all = points.points(life);
        return new Answer.Curve(
                task.ids().task(), step, every.resolution(), all, gaps.between(points.begin(), points.end()));
    }

    /**
     * What the live part goes on from: the last check that is in the curve, so that one which is not written yet, or is due this moment, leaves no hole.
     *
     * @param known the last check that the registry has
     */
    private static Checkpoint base(
            Checkpoint known, TaskLife life, Reach reach, CurveRows rows, Instant checksFrom, CurvePoints points) {
        Instant at = known.at();
        if (points.lastCheck() == null && at != null && !at.isBefore(reach.checksFrom())) {
            // The task is new, or all that was read is rolled up.
            Optional<Snapshot> written = rows.newest(life.start().minus(CLOCKS_DIFFER), at);
            if (written.isEmpty()) {
                return life.start().isBefore(reach.checksFrom()) ? known : Checkpoint.NONE;
            }
            if (!written.get().checkedAt().isAfter(checksFrom)) {
                return checkpoint(written.get(), known);
            }
            // It was written since the rows were read.
            rows.checks(checksFrom, points.end(), points);
        }
        Snapshot last = points.lastCheck();
        return last == null ? known : checkpoint(last, known);
    }

    /** The registry's knows more of the same check. */
    private static Checkpoint checkpoint(Snapshot check, Checkpoint known) {
        return check.checkedAt().equals(known.at()) ? known : check.checkpoint();
    }

    private void addLive(TaskNow read, Checkpoint base, TaskLife life, CurvePoints points) {
        Task task = read.task();
        Snapshot row = points.lastCheck();
        if (row != null && row.state() instanceof TaskState.Ended) {
            return;
        }
        Instant until = task.isRunning() ? read.now() : task.heard();
        Snapshot since = Snapshot.of(task, read.ids().task(), base, until);
        if (task.isRunning() || since.intervalRecords() != 0 || since.intervalLatency() != null) {
            Instant from = base.at() == null ? life.start() : base.at();
            boolean isDue = Duration.between(from, until).compareTo(interval.multipliedBy(2)) <= 0;
            Instant newest = until.minusMillis(1);
            points.addLive(since, isDue ? earlier(from, newest) : newest);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
