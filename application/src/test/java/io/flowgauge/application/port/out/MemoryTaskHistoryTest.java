package io.flowgauge.application.port.out;

import io.flowgauge.application.port.out.TaskHistory.Gap;
import io.flowgauge.application.port.out.TaskHistory.RolledUp;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import java.util.List;

class MemoryTaskHistoryTest extends TaskHistoryContract {
    private final Outage outage = new Outage();
    private final MemorySnapshots snapshots = new MemorySnapshots(outage);
    private final MemoryTaskHistory history = new MemoryTaskHistory(snapshots, outage);

    @Override
    protected TaskHistory history() {
        return history;
    }

    @Override
    protected Snapshots snapshots() {
        return snapshots;
    }

    @Override
    protected void given(RollupStep step, List<Rollup> rollups) {
        rollups.forEach(rollup -> history.put(step, rollup));
    }

    @Override
    protected void given(RolledUp rolledUp) {
        history.rolledUp(rolledUp);
    }

    @Override
    protected void given(Gap gap) {
        history.put(gap);
    }
}
