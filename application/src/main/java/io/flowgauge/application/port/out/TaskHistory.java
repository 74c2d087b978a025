package io.flowgauge.application.port.out;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The history of a task, to read, row by row in the order of time. Every method throws {@link HistoryUnavailable} when it is away. */
public interface TaskHistory {

    /** How far it reaches. */
    Reach reach();

    /**
     * How far rows reach. What was once read stays true of the rollups.
     *
     * @param checksFrom checks before are dropped; the beginning of time when none are
     * @param minutesFrom minutes before are dropped
     * @param minutesUntil checks until then, included, are in minutes; the beginning of time when there are none yet
     * @param hoursUntil minutes that end until then are in hours
     */
    record Reach(Instant checksFrom, Instant minutesFrom, Instant minutesUntil, Instant hoursUntil) {}

    /** The snapshots after {@code after} until {@code until}, included. */
    void checks(TenantId tenant, TaskId task, Instant after, Instant until, Consumer<Snapshot> each);

    /** The newest snapshot after {@code after} until {@code until}, included; empty when there is none. */
    Optional<Snapshot> newest(TenantId tenant, TaskId task, Instant after, Instant until);

    /** The minutes or hours that begin from {@code from} until before {@code to}. */
    void rollups(RollupStep step, TenantId tenant, TaskId task, Instant from, Instant to, Consumer<Rollup> each);
}
