package io.flowgauge.application.port.out;

class MemoryHistoryRowsTest extends HistoryRowsContract {
    private final Outage outage = new Outage();
    private final MemorySnapshots snapshots = new MemorySnapshots(outage);
    private final MemoryRollups rollups = new MemoryRollups(snapshots, outage);
    private final MemoryFlowRuns runs = new MemoryFlowRuns(snapshots, outage);

    @Override
    protected HistoryRows rows() {
        return new MemoryHistoryRows(snapshots, rollups, runs);
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
    protected FlowRuns runs() {
        return runs;
    }
}
