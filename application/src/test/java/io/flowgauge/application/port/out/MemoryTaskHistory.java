package io.flowgauge.application.port.out;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The history of tasks in memory: the snapshots that are there, and the rollups and gaps that a test puts beside them. */
public final class MemoryTaskHistory implements TaskHistory {
    private final MemorySnapshots snapshots;
    private final Outage outage;
    private final Map<RollupStep, List<Rollup>> rollups = new EnumMap<>(RollupStep.class);
    private final List<Gap> gaps = new ArrayList<>();
    private RolledUp rolledUp = new RolledUp(Instant.EPOCH, Instant.EPOCH);

    public MemoryTaskHistory(MemorySnapshots snapshots, Outage outage) {
        this.snapshots = snapshots;
        this.outage = outage;
        for (RollupStep step : RollupStep.values()) {
            rollups.put(step, new ArrayList<>());
        }
    }

    public void put(RollupStep step, Rollup rollup) {
        rollups.get(step).add(rollup);
    }

    public void rolledUp(RolledUp now) {
        rolledUp = now;
    }

    public void put(Gap gap) {
        gaps.add(gap);
    }

    @Override
    public RolledUp rolledUp() {
        outage.check();
        return rolledUp;
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
    public void rollups(
            RollupStep step, TenantId tenant, TaskId task, Instant from, Instant to, Consumer<Rollup> each) {
        outage.check();
        rollups.get(step).stream()
                .filter(row -> row.tenant().equals(tenant)
                        && row.task().equals(task)
                        && !row.startsAt().isBefore(from)
                        && row.startsAt().isBefore(to))
                .sorted(Comparator.comparing(Rollup::startsAt))
                .forEach(each);
    }

    @Override
    public List<Gap> gaps(Instant from, Instant to) {
        outage.check();
        return gaps.stream()
                .filter(gap -> gap.to().isAfter(from) && gap.from().isBefore(to))
                .sorted(Comparator.comparing(Gap::from).thenComparing(Gap::to))
                .toList();
    }
}
