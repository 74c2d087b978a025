package io.flowgauge.application.port.out;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The history of tasks in memory: the snapshots and rollups that are there. */
public final class MemoryTaskHistory implements TaskHistory {
    private final MemorySnapshots snapshots;
    private final MemoryRollups rollups;
    private final Outage outage;

    public MemoryTaskHistory(MemorySnapshots snapshots, MemoryRollups rollups, Outage outage) {
        this.snapshots = snapshots;
        this.rollups = rollups;
        this.outage = outage;
    }

    @Override
    public Reach reach() {
        outage.check();
        return new Reach(rollups.snapshotsFrom, rollups.minutesFrom, rollups.minutesUntil, rollups.hoursUntil);
    }

    @Override
    public void checks(TenantId tenant, TaskId task, Instant after, Instant until, Consumer<Snapshot> each) {
        outage.check();
        snapshots.of(task).stream()
                .filter(row -> row.tenant().equals(tenant)
                        && row.checkedAt().isAfter(after)
                        && !row.checkedAt().isAfter(until))
                .sorted(Comparator.comparing(Snapshot::checkedAt))
                .forEach(each);
    }

    @Override
    public Optional<Snapshot> newest(TenantId tenant, TaskId task, Instant after, Instant until) {
        List<Snapshot> rows = new ArrayList<>();
        checks(tenant, task, after, until, rows::add);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
    }

    @Override
    public void rollups(
            RollupStep step, TenantId tenant, TaskId task, Instant from, Instant to, Consumer<Rollup> each) {
        outage.check();
        List<Rollup> all = switch (step) {
            case MINUTE -> rollups.minutes(task);
            case HOUR -> rollups.hours(task);
        };
        all.stream()
                .filter(row -> row.tenant().equals(tenant)
                        && !row.startsAt().isBefore(from)
                        && row.startsAt().isBefore(to))
                .sorted(Comparator.comparing(Rollup::startsAt))
                .forEach(each);
    }
}
