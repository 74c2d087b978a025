package io.flowgauge.application.history;

import io.flowgauge.application.port.out.TaskHistory;
import io.flowgauge.application.port.out.TaskHistory.Reach;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Optional;

/** Reads the rows that a curve is made of: hours as far as there are, then minutes, then checks; each moment once. */
final class CurveRows {
    private final TaskHistory history;
    private final Reach reach;
    private final TenantId tenant;
    private final TaskId task;

    CurveRows(TaskHistory history, Reach reach, TenantId tenant, TaskId task) {
        this.history = history;
        this.reach = reach;
        this.tenant = tenant;
        this.task = task;
    }

    /**
     * Reads what a task did from {@code from} until {@code to}.
     *
     * @param coarsest rows that may be read; both moments are multiples of its length
     * @return from when on it read checks
     */
    Instant read(Resolution coarsest, Instant from, Instant to, CurvePoints points) {
        Instant next = from;
        if (coarsest == Resolution.HOURS) {
            next = rollups(RollupStep.HOUR, next, reach.hoursUntil(), to, points);
        }
        if (coarsest != Resolution.CHECKS) {
            next = rollups(RollupStep.MINUTE, next, reach.minutesUntil(), to, points);
        }
        checks(next, to, points);
        return next;
    }

    /** Reads the checks after {@code from}. */
    void checks(Instant from, Instant to, CurvePoints points) {
        if (from.isBefore(to)) {
            history.checks(tenant, task, from, to, points::add);
        }
    }

    /** The newest check that is written until {@code known}, which the registry has, at most as old as {@code start}. */
    Optional<Snapshot> newest(Instant start, Instant known) {
        return history.newest(tenant, task, start, known);
    }

    /** Reads as far as the rollups are, at most until {@code to}, and returns where they end. */
    private Instant rollups(RollupStep step, Instant from, Instant rolledUp, Instant to, CurvePoints points) {
        Instant until = step.ofStart(rolledUp.isBefore(to) ? rolledUp : to);
        if (!from.isBefore(until)) {
            return from;
        }
        history.rollups(step, tenant, task, from, until, points::add);
        return until;
    }
}
