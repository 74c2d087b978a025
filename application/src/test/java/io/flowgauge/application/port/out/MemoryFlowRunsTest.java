package io.flowgauge.application.port.out;

import io.flowgauge.domain.Snapshot;
import java.util.List;

class MemoryFlowRunsTest extends FlowRunsContract {
    private final Outage outage = new Outage();
    private final MemorySnapshots snapshots = new MemorySnapshots(outage);
    private final MemoryFlowRuns runs = new MemoryFlowRuns(snapshots, outage);

    @Override
    protected FlowRuns runs() {
        return runs;
    }

    @Override
    protected Snapshots snapshots() {
        return snapshots;
    }

    @Override
    protected List<Snapshot> snapshotsOf(KnownTask task) {
        return snapshots.of(task.ids().task());
    }
}
