package io.flowgauge.application.port.out;

import java.time.InstantSource;

class MemoryTaskHistoryTest extends TaskHistoryContract {
    private final Outage outage = new Outage();
    private final MemorySnapshots snapshots = new MemorySnapshots(outage);
    private final MemoryRollups rollups = new MemoryRollups(snapshots, outage);
    private final MemoryHistoryParts parts = new MemoryHistoryParts(snapshots, rollups, outage, InstantSource.system());
    private final MemoryTaskHistory history = new MemoryTaskHistory(snapshots, rollups, outage);

    @Override
    protected TaskHistory history() {
        return history;
    }

    @Override
    protected Snapshots snapshots() {
        return snapshots;
    }

    @Override
    protected Rollups rollups() {
        return rollups;
    }

    @Override
    protected HistoryParts parts() {
        return parts;
    }
}
