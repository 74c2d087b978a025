package io.flowgauge.application.history;

import io.flowgauge.application.history.CurveSteps.Steps;
import io.flowgauge.application.port.in.QueryTaskHistory.Point;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupSum;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up a task's rows, given in the order of time, step by step. */
final class CurvePoints {
    private final TenantId tenant;
    private final TaskId task;
    private final Steps steps;
    private final long firstMs;
    private final @Nullable RollupSum[] sums;
    private @Nullable Snapshot lastCheck;
    private int live = -1;

    /**
     * For the steps that the span from {@code from} until before {@code to} touches; it is not empty.
     */
    CurvePoints(TenantId tenant, TaskId task, Steps steps, Instant from, Instant to) {
        this.tenant = tenant;
        this.task = task;
        this.steps = steps;
        this.firstMs = steps.of(from).toEpochMilli();
        this.sums = new @Nullable RollupSum[Math.toIntExact(steps.count(from, to))];
    }

    /** Where the first step begins. */
    Instant begin() {
        return Instant.ofEpochMilli(firstMs);
    }

    /** Where the last step ends. */
    Instant end() {
        return Instant.ofEpochMilli(firstMs + sums.length * steps.stepMs());
    }

    void add(Rollup rollup) {
        at(rollup.startsAt()).add(rollup);
    }

    /** A check's interval ends with it, so it belongs to the step that lies before it. */
    void add(Snapshot check) {
        at(check.checkedAt().minusMillis(1)).add(check);
        lastCheck = check;
    }

    /** The newest check that was added; null when none was. */
    @Nullable
    Snapshot lastCheck() {
        return lastCheck;
    }

    /** What a task did since its last check, in the step that {@code at} lies in; the curve ends with it. */
    void addLive(Snapshot since, Instant at) {
        int index = index(at);
        if (index < sums.length) {
            at(at).add(since);
            live = Math.max(0, index);
        }
    }

    private RollupSum at(Instant moment) {
        // What an engine's clock put before the task's start belongs to its first step.
        int index = Math.max(0, index(moment));
        RollupSum sum = sums[index];
        if (sum == null) {
            sum = new RollupSum(tenant, task);
            sums[index] = sum;
        }
        return sum;
    }

    private int index(Instant moment) {
        return (int) Math.floorDiv(moment.toEpochMilli() - firstMs, steps.stepMs());
    }

    /** The points, without those after the task's end for which there is nothing. */
    List<Point> points(TaskLife life) {
        List<Point> points = new ArrayList<>(sums.length);
        for (int index = 0; index < sums.length; index++) {
            Instant at = Instant.ofEpochMilli(firstMs + index * steps.stepMs());
            RollupSum sum = sums[index];
            Duration lasted =
                    Duration.between(later(at, life.start()), earlier(at.plusMillis(steps.stepMs()), life.until()));
            points.add(new Point(
                    at,
                    sum == null ? null : sum.from(at),
                    lasted.isNegative() ? Duration.ZERO : lasted,
                    index == live));
        }
        int count = live >= 0 ? live + 1 : points.size();
        while (count > 0 && isPast(points.get(count - 1), life.ended())) {
            count--;
        }
        return List.copyOf(points.subList(0, count));
    }

    private static boolean isPast(Point point, @Nullable Instant ended) {
        return ended != null && point.did() == null && !point.at().isBefore(ended);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
