package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.application.access.Directory;
import io.flowgauge.application.history.HistoryUpkeep;
import io.flowgauge.application.history.HistoryWriter;
import io.flowgauge.application.history.Retention;
import io.flowgauge.application.history.SnapshotBacklog;
import io.flowgauge.application.live.Checker;
import io.flowgauge.application.live.HandEndings;
import io.flowgauge.application.live.LiveTasks;
import io.flowgauge.application.live.Recovery;
import io.flowgauge.application.live.TaskEndings;
import io.flowgauge.application.live.TaskFigures;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Uptime;
import io.flowgauge.application.recording.Recording;
import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reports, live tasks, checks and their history. */
@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingConfiguration.class);
    private static final Duration ENDING_WAITS = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Uptime uptime() {
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** With the tasks that ran when the service stopped: before the first request is answered and before upkeep drops anything. */
    @Bean
    LiveTasks liveTasks(FlowRuns flowRuns, InstantSource clock, Uptime uptime) {
        LiveTasks live = new LiveTasks(uptime);
        int restored = Recovery.restore(live, flowRuns, clock.instant());
        if (restored > 0) {
            LOG.info("{} tasks that ran or were lost are there again", restored);
        }
        return live;
    }

    @Bean
    SnapshotBacklog snapshotBacklog(FlowgaugeSettings settings) {
        return new SnapshotBacklog(settings.history().backlog(), ENDING_WAITS);
    }

    @Bean
    TaskFigures taskFigures() {
        return new TaskFigures();
    }

    @Bean
    TaskEndings taskEndings(LiveTasks live, FlowRuns flowRuns, SnapshotBacklog backlog, TaskFigures figures) {
        return new TaskEndings(live, flowRuns, backlog, figures);
    }

    @Bean
    Recording recording(
            LiveTasks live, TaskEndings endings, FlowRuns flowRuns, TaskFigures figures, InstantSource clock) {
        return new Recording(live, endings, flowRuns, figures, clock);
    }

    @Bean
    HandEndings handEndings(
            LiveTasks live,
            TaskEndings endings,
            FlowRuns flowRuns,
            Directory directory,
            AuditLog audit,
            InstantSource clock) {
        return new HandEndings(live, endings, flowRuns, directory::tenantName, audit, clock);
    }

    @Bean
    Checker checker(
            LiveTasks live,
            TaskEndings endings,
            SnapshotBacklog backlog,
            TaskFigures figures,
            FlowgaugeSettings settings) {
        return new Checker(live, endings, backlog, figures, settings.checkInterval(), settings.lostAfter());
    }

    @Bean
    HistoryWriter historyWriter(
            SnapshotBacklog backlog, LiveTasks live, Snapshots snapshots, HistoryGaps gaps, FlowRuns flowRuns) {
        return new HistoryWriter(backlog, live, snapshots, gaps, flowRuns, RETRY_AFTER);
    }

    /** Upkeep may drop days only once what runs is {@code restored} from them. */
    @Bean
    HistoryUpkeep historyUpkeep(
            Rollups rollups,
            HistoryParts parts,
            FlowRuns flowRuns,
            SnapshotBacklog backlog,
            FlowgaugeSettings settings,
            ObjectProvider<EmbeddedPostgres> embedded,
            LiveTasks restored) {
        FlowgaugeSettings.History history = settings.history();
        OptionalLong most = history.maxSize() != null
                ? OptionalLong.of(history.maxSize().toBytes())
                : embedded.stream().findAny().isPresent()
                        ? HistoryLimit.inFolder(settings.data())
                        : HistoryLimit.unknown();
        Retention retention = new Retention(
                history.keepSnapshots(), history.keepMinutes(), history.keepHours(), history.keepRuns(), most);
        return new HistoryUpkeep(rollups, parts, flowRuns, backlog, retention);
    }
}
