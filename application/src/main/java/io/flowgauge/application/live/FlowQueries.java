package io.flowgauge.application.live;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.application.port.in.QueryFlows;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.Flows.Day;
import io.flowgauge.application.port.out.Flows.Days;
import io.flowgauge.application.port.out.Flows.KnownFlow;
import io.flowgauge.application.port.out.Flows.KnownRun;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Flows as the history has them, with the live numbers of what still runs. */
public final class FlowQueries implements QueryFlows {
    private final Flows flows;
    private final LiveRuns liveRuns;
    private final Function<TenantId, ZoneId> zones;
    private final InstantSource clock;

    /** @param zones the tenants' */
    public FlowQueries(
            Flows flows, FlowRuns flowRuns, LiveTasks live, Function<TenantId, ZoneId> zones, InstantSource clock) {
        this.flows = flows;
        this.liveRuns = new LiveRuns(flowRuns, live);
        this.zones = zones;
        this.clock = clock;
    }

    @Override
    public Page<FlowNow, String> flows(TenantId tenant, Optional<String> name, Optional<String> after, int limit) {
        List<KnownFlow> known = flows.named(tenant, name, after, limit + 1);
        boolean hasMore = known.size() > limit;
        List<KnownFlow> page = hasMore ? known.subList(0, limit) : known;
        return new Page<>(
                now(page), hasMore ? Optional.of(page.get(limit - 1).flow().name()) : Optional.empty());
    }

    @Override
    public Optional<FlowNow> flow(TenantId tenant, FlowId flow) {
        return flows.flow(tenant, flow).map(known -> now(List.of(known)).get(0));
    }

    private List<FlowNow> now(List<KnownFlow> known) {
        List<KnownRun> last =
                known.stream().map(KnownFlow::last).flatMap(Optional::stream).toList();
        Map<FlowId, Execution> byFlow = liveRuns.now(last, clock.instant()).stream()
                .collect(Collectors.toMap(run -> run.run().flow().id(), run -> run));
        return known.stream()
                .map(flow -> new FlowNow(
                        flow.flow(),
                        flow.description(),
                        Optional.ofNullable(byFlow.get(flow.flow().id())),
                        flow.running()))
                .toList();
    }

    @Override
    public Optional<Trend> trend(TenantId tenant, FlowId flow, int days) {
        return flows.flow(tenant, flow).map(known -> trend(known, days));
    }

    private Trend trend(KnownFlow known, int count) {
        TenantId tenant = known.flow().tenant();
        ZoneId zone = zones.apply(tenant);
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate first = today.minusDays(count - 1L);
        Days stored = flows.days(tenant, known.flow().id(), zone, first, today);
        Map<LocalDate, Day> byDay = stored.days().stream().collect(Collectors.toMap(Day::day, day -> day));
        List<Day> all = first.datesUntil(today.plusDays(1))
                .map(day -> byDay.getOrDefault(day, new Day(day, 0, 0, 0, Optional.empty())))
                .toList();
        return new Trend(known.flow(), zone, all, stored.durations());
    }
}
