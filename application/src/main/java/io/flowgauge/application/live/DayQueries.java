package io.flowgauge.application.live;

import io.flowgauge.application.port.in.QueryDayRuns;
import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.Flows.AllRunsPlace;
import io.flowgauge.application.port.out.Flows.KnownRun;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The runs of a day, read page by page. */
public final class DayQueries implements QueryDayRuns {
    private static final int RUNS = 500;

    /** A task may come with a long script, so fewer of them at a time: most runs have few, what more a run has is read when it is its turn. */
    private static final int RUNS_WITH_TASKS = 20;

    private static final int FIRST_TASKS = 50;
    private static final int MORE_TASKS = 500;

    private final Flows flows;
    private final LiveRuns liveRuns;
    private final RunTasks runTasks;
    private final Function<TenantId, Optional<Tenant>> tenants;
    private final InstantSource clock;

    public DayQueries(
            Flows flows,
            FlowRuns flowRuns,
            LiveTasks live,
            Function<TenantId, Optional<Tenant>> tenants,
            InstantSource clock) {
        this.flows = flows;
        this.liveRuns = new LiveRuns(flowRuns, live);
        this.runTasks = new RunTasks(
                flowRuns, live, id -> tenants.apply(id).map(Tenant::name).orElse(""));
        this.tenants = tenants;
        this.clock = clock;
    }

    @Override
    public Optional<DayRuns> of(TenantId tenant, Day day, Detail detail) {
        return tenants.apply(tenant).map(known -> of(known, day, detail));
    }

    private DayRuns of(Tenant tenant, Day day, Detail detail) {
        ZoneId zone = tenant.zone();
        LocalDate date = date(day, zone);
        // Where a change of the clocks skips midnight, the day starts at the first moment that there is; and the next
        // day says where it ends.
        Instant from = date.atStartOfDay(zone).toInstant();
        Instant to = date.plusDays(1).atStartOfDay(zone).toInstant();
        return new Pages(tenant.id(), from, to, detail);
    }

    private LocalDate date(Day day, ZoneId zone) {
        if (day instanceof Day.On on) {
            return on.date();
        }
        int days = day instanceof Day.Before before ? before.days() : 0;
        return LocalDate.ofInstant(clock.instant(), zone).minusDays(days);
    }

    private final class Pages implements DayRuns {
        private final TenantId tenant;
        private final Instant from;
        private final Instant to;
        private final Detail detail;
        private Optional<AllRunsPlace> last = Optional.empty();
        private boolean atEnd;

        Pages(TenantId tenant, Instant from, Instant to, Detail detail) {
            this.tenant = tenant;
            this.from = from;
            this.to = to;
            this.detail = detail;
        }

        @Override
        public List<DayRun> next() {
            if (atEnd) {
                return List.of();
            }
            int size = detail == Detail.RUN ? RUNS : RUNS_WITH_TASKS;
            List<KnownRun> page = flows.startedWithin(tenant, from, to, last, size);
            atEnd = page.size() < size;
            if (!page.isEmpty()) {
                last = Optional.of(AllRunsPlace.of(page.get(page.size() - 1)));
            }
            Instant now = clock.instant();
            List<Execution> executions = liveRuns.now(page, now);
            Map<AuditId, List<TaskNow>> tasks = detail == Detail.RUN ? Map.of() : tasks(page, now);
            return executions.stream()
                    .<DayRun>map(execution -> new Run(
                            execution, tasks.getOrDefault(execution.run().id(), List.of())))
                    .toList();
        }

        private Map<AuditId, List<TaskNow>> tasks(List<KnownRun> page, Instant now) {
            List<AuditId> runs = page.stream().map(known -> known.run().id()).toList();
            return runTasks.firstOf(tenant, runs, FIRST_TASKS, now);
        }
    }

    private final class Run implements DayRun {
        private final Execution execution;
        private final List<TaskNow> first;

        Run(Execution execution, List<TaskNow> first) {
            this.execution = execution;
            this.first = first;
        }

        @Override
        public Execution execution() {
            return execution;
        }

        @Override
        public void forEachTask(Consumer<TaskNow> action) {
            List<TaskNow> page = first;
            int size = FIRST_TASKS;
            page.forEach(action);
            while (page.size() == size) {
                size = MORE_TASKS;
                page = runTasks.of(
                        execution.run().flow().tenant(),
                        execution.run().id(),
                        Optional.of(RunTasks.place(page.get(page.size() - 1))),
                        size,
                        execution.now());
                page.forEach(action);
            }
        }
    }
}
