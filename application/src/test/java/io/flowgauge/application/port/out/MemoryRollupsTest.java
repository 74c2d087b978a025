package io.flowgauge.application.port.out;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.TaskId;
import java.time.InstantSource;
import java.util.List;

class MemoryRollupsTest extends RollupsContract {
    private final Outage outage = new Outage();
    private final MemorySnapshots snapshots = new MemorySnapshots(outage);
    private final MemoryRollups rollups = new MemoryRollups(snapshots, outage);
    private final MemoryHistoryParts parts = new MemoryHistoryParts(snapshots, rollups, outage, InstantSource.system());

    @Override
    protected Snapshots snapshots() {
        return batches(snapshots);
    }

    /** As the real ones do, rows make their parts. */
    private Snapshots batches(MemorySnapshots inMemory) {
        return new Snapshots() {
            @Override
            public void append(List<io.flowgauge.domain.Snapshot> batch) {
                batch.forEach(row -> parts.make(row.checkedAt(), row.checkedAt()));
                inMemory.append(batch);
            }

            @Override
            public void appendMissing(List<io.flowgauge.domain.Snapshot> batch) {
                inMemory.appendMissing(batch);
            }
        };
    }

    @Override
    protected Rollups rollups() {
        return rollups;
    }

    @Override
    protected HistoryParts parts() {
        return parts;
    }

    @Override
    protected List<Rollup> minutes(TaskId task) {
        return rollups.minutes(task);
    }

    @Override
    protected List<Rollup> hours(TaskId task) {
        return rollups.hours(task);
    }
}
