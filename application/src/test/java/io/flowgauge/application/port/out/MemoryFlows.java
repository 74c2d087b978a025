package io.flowgauge.application.port.out;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Flow;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flows and runs of a history in memory, to read. */
public final class MemoryFlows implements Flows {
    private static final Comparator<KnownRun> NEWEST_FIRST = Comparator.comparing(
                    (KnownRun known) -> known.life().started())
            .thenComparing(known -> known.run().id())
            .reversed();

    private static final Comparator<AllRunsPlace> BY_FLOW = Comparator.comparing(AllRunsPlace::flowName)
            .thenComparing(AllRunsPlace::started)
            .thenComparing(AllRunsPlace::run);

    private final MemoryFlowRuns runs;

    public MemoryFlows(MemoryFlowRuns runs) {
        this.runs = runs;
    }

    private Stream<KnownRun> all(TenantId tenant, FlowId flow) {
        return runs.runs().stream()
                .filter(run ->
                        run.flow().tenant().equals(tenant) && run.flow().id().equals(flow))
                .map(this::known)
                .sorted(NEWEST_FIRST);
    }

    private KnownRun known(FlowRun run) {
        return new KnownRun(run, runs.life(run));
    }

    private KnownFlow known(Flow flow) {
        List<KnownRun> all = all(flow.tenant(), flow.id()).toList();
        int running = (int) all.stream()
                .filter(run -> run.life().state() == RunState.RUNNING)
                .count();
        return new KnownFlow(flow, runs.description(flow), all.stream().findFirst(), running);
    }

    @Override
    public List<KnownFlow> named(TenantId tenant, Optional<String> name, Optional<String> after, int limit) {
        return runs.flows().stream()
                .filter(flow -> flow.tenant().equals(tenant)
                        && flow.name().equals(name.orElse(flow.name()))
                        && (after.isEmpty() || flow.name().compareTo(after.get()) > 0))
                .sorted(Comparator.comparing(Flow::name))
                .limit(limit)
                .map(this::known)
                .toList();
    }

    @Override
    public Optional<KnownFlow> flow(TenantId tenant, FlowId id) {
        return runs.flows().stream()
                .filter(flow -> flow.tenant().equals(tenant) && flow.id().equals(id))
                .map(this::known)
                .findFirst();
    }

    @Override
    public List<KnownRun> runs(TenantId tenant, FlowId flow, RunFilter filter, Optional<RunPlace> after, int limit) {
        return all(tenant, flow)
                .filter(known -> {
                    var life = known.life();
                    return life.state() == filter.state().orElse(life.state())
                            && !life.started().isBefore(filter.from().orElse(life.started()))
                            && (filter.to().isEmpty()
                                    || life.started().isBefore(filter.to().get()));
                })
                .filter(known -> after.isEmpty() || isAfter(known, after.get()))
                .limit(limit)
                .toList();
    }

    private static boolean isAfter(KnownRun known, RunPlace place) {
        int byStart = known.life().started().compareTo(place.started());
        return byStart < 0 || (byStart == 0 && known.run().id().compareTo(place.run()) < 0);
    }

    @Override
    public Optional<KnownRun> run(TenantId tenant, AuditId id) {
        return runs.runs().stream()
                .filter(run -> run.flow().tenant().equals(tenant) && run.id().equals(id))
                .map(this::known)
                .findFirst();
    }

    @Override
    public List<KnownRun> startedWithin(
            TenantId tenant, Instant from, Instant to, Optional<AllRunsPlace> after, int limit) {
        return runs.runs().stream()
                .filter(run -> run.flow().tenant().equals(tenant))
                .map(this::known)
                .filter(known -> !known.life().started().isBefore(from)
                        && known.life().started().isBefore(to))
                .filter(known -> after.isEmpty() || BY_FLOW.compare(AllRunsPlace.of(known), after.get()) > 0)
                .sorted(Comparator.comparing(AllRunsPlace::of, BY_FLOW))
                .limit(limit)
                .toList();
    }

    @Override
    public Days days(TenantId tenant, FlowId flow, ZoneId zone, LocalDate first, LocalDate last) {
        Function<KnownRun, LocalDate> day =
                known -> LocalDate.ofInstant(known.life().started(), zone);
        List<KnownRun> span = all(tenant, flow)
                .filter(known ->
                        !day.apply(known).isBefore(first) && !day.apply(known).isAfter(last))
                .toList();
        List<Day> days =
                span.stream().collect(Collectors.groupingBy(day, TreeMap::new, Collectors.toList())).entrySet().stream()
                        .map(entry -> day(entry.getKey(), entry.getValue()))
                        .toList();
        return new Days(days, durations(span));
    }

    private static Day day(LocalDate day, List<KnownRun> runs) {
        return new Day(
                day,
                runs.size(),
                runs.stream()
                        .filter(run -> run.life().state() == RunState.FAILED)
                        .count(),
                runs.stream().mapToLong(run -> run.life().records()).sum(),
                durations(runs));
    }

    private static Optional<Durations> durations(List<KnownRun> runs) {
        List<Duration> sorted = runs.stream()
                .map(KnownRun::life)
                .map(life -> life.ended() == null ? null : Duration.between(life.started(), life.ended()))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(new Durations(at(sorted, 0.5), at(sorted, 0.95)));
    }

    /** Nearest rank. */
    private static Duration at(List<Duration> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
