package io.flowgauge.persistence;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.RollupSum;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds up rows, which come by tenant and then in the order of time, to one rollup a task a step. Holds one step at a time: its rollups
 * are given on when the next one begins.
 */
final class RollupSums<R> {
    private final Function<R, TenantId> tenantOf;
    private final Function<R, TaskId> taskOf;
    private final Function<R, Instant> stepOf;
    private final BiConsumer<RollupSum, R> adding;
    private final Consumer<Rollup> made;

    /** By task, in the order of the tables' keys. */
    private final Map<Long, RollupSum> sums = new TreeMap<>();

    private @Nullable TenantId tenant;
    private @Nullable Instant step;

    private RollupSums(
            Function<R, TenantId> tenantOf,
            Function<R, TaskId> taskOf,
            Function<R, Instant> stepOf,
            BiConsumer<RollupSum, R> adding,
            Consumer<Rollup> made) {
        this.tenantOf = tenantOf;
        this.taskOf = taskOf;
        this.stepOf = stepOf;
        this.adding = adding;
        this.made = made;
    }

    /** Of checks, to minutes. */
    static RollupSums<Snapshot> ofChecks(Consumer<Rollup> made) {
        return new RollupSums<>(
                Snapshot::tenant,
                Snapshot::task,
                check -> RollupStep.MINUTE.ofCheck(check.checkedAt()),
                RollupSum::add,
                made);
    }

    /** Of minutes, to hours. */
    static RollupSums<Rollup> ofMinutes(Consumer<Rollup> made) {
        return new RollupSums<>(
                Rollup::tenant,
                Rollup::task,
                minute -> RollupStep.HOUR.ofStart(minute.startsAt()),
                RollupSum::add,
                made);
    }

    void add(R row) {
        TenantId ofRow = tenantOf.apply(row);
        Instant stepOfRow = stepOf.apply(row);
        if (!ofRow.equals(tenant) || !stepOfRow.equals(step)) {
            end();
            tenant = ofRow;
            step = stepOfRow;
        }
        TaskId task = taskOf.apply(row);
        adding.accept(sums.computeIfAbsent(task.value(), id -> new RollupSum(ofRow, task)), row);
    }

    /** Gives on the last step. */
    void end() {
        Instant from = step;
        if (from != null) {
            sums.values().forEach(sum -> made.accept(sum.from(from)));
        }
        sums.clear();
    }
}
