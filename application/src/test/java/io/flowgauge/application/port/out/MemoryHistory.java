package io.flowgauge.application.port.out;

/** A history in memory that can be away. */
public final class MemoryHistory {
    public final Outage outage = new Outage();
    public final MemorySnapshots snapshots = new MemorySnapshots(outage);
    public final MemoryFlowRuns flowRuns = new MemoryFlowRuns(snapshots, outage);
    public final MemoryHistoryGaps gaps = new MemoryHistoryGaps(outage);
    public final MemoryRollups rollups = new MemoryRollups(snapshots, outage);
    public final MemoryTaskHistory tasks = new MemoryTaskHistory(snapshots, rollups, outage);
}
