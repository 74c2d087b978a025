package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.application.access.Changes;
import io.flowgauge.application.access.Directory;
import io.flowgauge.application.history.HistoryExports;
import io.flowgauge.application.history.TaskCurves;
import io.flowgauge.application.live.DayQueries;
import io.flowgauge.application.live.FlowDescribing;
import io.flowgauge.application.live.FlowQueries;
import io.flowgauge.application.live.LiveQueries;
import io.flowgauge.application.live.LiveTasks;
import io.flowgauge.application.live.RunQueries;
import io.flowgauge.application.live.TaskQueries;
import io.flowgauge.application.port.out.FlowDescriptions;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.HistoryRows;
import io.flowgauge.application.port.out.TaskHistory;
import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What one may ask: live tasks, runs, and what was; and what people say of flows. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    @Bean
    LiveQueries liveQueries(LiveTasks live, Directory directory, InstantSource clock) {
        return new LiveQueries(live, directory::tenantName, clock);
    }

    @Bean
    TaskQueries taskQueries(LiveTasks live, FlowRuns flowRuns, Directory directory, InstantSource clock) {
        return new TaskQueries(live, flowRuns, directory::tenantName, clock);
    }

    @Bean
    RunQueries runQueries(FlowRuns flowRuns, Flows flows, LiveTasks live, Directory directory, InstantSource clock) {
        return new RunQueries(flowRuns, flows, live, directory::tenantName, clock);
    }

    @Bean
    FlowQueries flowQueries(Flows flows, FlowRuns flowRuns, LiveTasks live, Directory directory, InstantSource clock) {
        return new FlowQueries(flows, flowRuns, live, directory::tenantZone, clock);
    }

    @Bean
    DayQueries dayQueries(Flows flows, FlowRuns flowRuns, LiveTasks live, Directory directory, InstantSource clock) {
        return new DayQueries(flows, flowRuns, live, directory::known, clock);
    }

    @Bean
    FlowDescribing flowDescribing(FlowDescriptions descriptions, FlowQueries flows, Changes changes, AuditLog audit) {
        return new FlowDescribing(descriptions, flows, changes, audit);
    }

    @Bean
    TaskCurves taskCurves(TaskQueries tasks, TaskHistory history, HistoryGaps gaps, FlowgaugeSettings settings) {
        return new TaskCurves(tasks, history, gaps, settings.checkInterval());
    }

    @Bean
    HistoryExports historyExports(HistoryRows rows, Flows flows, FlowRuns flowRuns, InstantSource clock) {
        return new HistoryExports(rows, flows, flowRuns, clock);
    }
}
