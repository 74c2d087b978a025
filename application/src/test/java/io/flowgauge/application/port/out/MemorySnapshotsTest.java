package io.flowgauge.application.port.out;

import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import java.util.List;

class MemorySnapshotsTest extends SnapshotsContract {
    private final MemorySnapshots snapshots = new MemorySnapshots(new Outage());

    @Override
    protected Snapshots snapshots() {
        return snapshots;
    }

    @Override
    protected List<Snapshot> stored(TaskId task) {
        return snapshots.of(task);
    }
}
