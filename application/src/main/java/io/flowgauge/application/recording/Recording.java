package io.flowgauge.application.recording;

import io.flowgauge.application.live.LiveTasks;
import io.flowgauge.application.live.TaskEndings;
import io.flowgauge.application.live.TaskFigures;
import io.flowgauge.application.port.in.RecordReports;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.domain.TenantId;
import java.time.InstantSource;

/** Takes reports into the registry of live tasks. */
public final class Recording implements RecordReports {
    private final LiveTasks live;
    private final TaskEndings endings;
    private final FlowRuns flowRuns;
    private final TaskFigures figures;
    private final InstantSource clock;

    public Recording(LiveTasks live, TaskEndings endings, FlowRuns flowRuns, TaskFigures figures, InstantSource clock) {
        this.live = live;
        this.endings = endings;
        this.flowRuns = flowRuns;
        this.figures = figures;
        this.clock = clock;
    }

    @Override
    public Batch open(TenantId tenant) {
        return new LiveBatch(tenant, live, endings, flowRuns, figures, clock);
    }
}
