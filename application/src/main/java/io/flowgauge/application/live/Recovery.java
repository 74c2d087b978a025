package io.flowgauge.application.live;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.KnownTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts the tasks that ran when the service stopped back into the registry, as last known. */
public final class Recovery {
    private Recovery() {}

    /** Returns how many tasks are there again. To be called before the first request is answered. */
    public static int restore(LiveTasks live, FlowRuns flowRuns, Instant now) {
        List<KnownTask> unfinished = flowRuns.unfinished(now.minus(Checker.LOST_KEPT));
        for (KnownTask known : unfinished) {
            live.add(known, Optional.empty());
        }
        return unfinished.size();
    }
}
