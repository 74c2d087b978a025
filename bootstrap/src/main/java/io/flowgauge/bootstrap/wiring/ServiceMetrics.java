package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.access.Directory;
import io.flowgauge.application.history.SnapshotBacklog;
import io.flowgauge.application.live.TaskFigures;
import io.flowgauge.application.live.TaskFigures.Group;
import io.flowgauge.application.live.TaskFigures.Sums;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Tenant;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the service tells of itself at {@code /actuator/prometheus}: sums by tenant and type, never a series a run or task. */
@Component
class ServiceMetrics {
    private final MeterRegistry registry;
    private final TaskFigures figures;
    private final Directory directory;
    private final Timer checkLateness;
    private final Timer checkDuration;

    /** Under which name of its tenant a group is told. */
    private record Told(String tenant, List<Meter> meters) {}

    // of the checks' thread alone
    private final Map<Group, Told> told = new HashMap<>();

    ServiceMetrics(MeterRegistry registry, TaskFigures figures, Directory directory, SnapshotBacklog backlog) {
        this.registry = registry;
        this.figures = figures;
        this.directory = directory;
        this.checkLateness = Timer.builder("flowgauge.check.lateness")
                .description("How late checks began")
                .register(registry);
        this.checkDuration = Timer.builder("flowgauge.check.duration")
                .description("How long checks took, without writing them")
                .register(registry);
        Gauge.builder(
                        "flowgauge.history.waiting",
                        backlog,
                        waits -> waits.size().waiting())
                .baseUnit("snapshots")
                .description("Snapshots that wait to be written")
                .register(registry);
        Gauge.builder("flowgauge.history.bound", backlog, waits -> waits.size().bound())
                .baseUnit("snapshots")
                .description("Snapshots that wait at most; past it the oldest check goes up in the next one")
                .register(registry);
        FunctionCounter.builder(
                        "flowgauge.history.merged",
                        backlog,
                        waits -> waits.size().merged())
                .baseUnit("snapshots")
                .description("Snapshots that went up in their tasks' next ones because too many waited")
                .register(registry);
    }

    /** Tells of a check, and of tenants and types that are new; no more of those that are gone, whose names others may get. */
    void checked(Duration lateness, Duration duration) {
        checkLateness.record(lateness);
        checkDuration.record(duration);
        Map<Group, Sums> groups = figures.groups();
        // All names that are given up first: another tenant may have got them.
        groups.keySet().forEach(group -> {
            Optional<Tenant> tenant = directory.known(group.tenant());
            if (tenant.isEmpty()) {
                figures.forget(group);
            }
            Told before = told.get(group);
            if (before != null && !tenant.map(Tenant::name).equals(Optional.of(before.tenant()))) {
                before.meters().forEach(registry::remove);
                told.remove(group);
            }
        });
        groups.forEach((group, sums) -> directory
                .known(group.tenant())
                .ifPresent(tenant ->
                        told.computeIfAbsent(group, each -> new Told(tenant.name(), tell(tenant, each, sums)))));
    }

    private List<Meter> tell(Tenant tenant, Group group, Sums sums) {
        Tags tags = Tags.of("tenant", tenant.name(), "type", group.type().word());
        List<Meter> meters = new ArrayList<>();
        meters.add(Gauge.builder("flowgauge.tasks.running", sums, Sums::running)
                .tags(tags)
                .description("Tasks that run, at the last check")
                .register(registry));
        meters.add(Gauge.builder("flowgauge.tasks.lost", sums, Sums::lost)
                .tags(tags)
                .description("Tasks of the last 24 hours that are lost, at the last check")
                .register(registry));
        meters.add(FunctionCounter.builder("flowgauge.records", sums, Sums::records)
                .tags(tags)
                .description("Records processed since the service started, as checks and endings saw them")
                .register(registry));
        for (Outcome outcome : Outcome.values()) {
            meters.add(FunctionCounter.builder("flowgauge.tasks.ended", sums, ended -> ended.ended(outcome))
                    .tags(tags.and("outcome", outcome.word()))
                    .description("Tasks that ended since the service started")
                    .register(registry));
        }
        return meters;
    }
}
