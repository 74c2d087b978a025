package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.FlowRuns.Beginning;
import io.flowgauge.application.port.out.Flows.AllRunsPlace;
import io.flowgauge.application.port.out.Flows.Day;
import io.flowgauge.application.port.out.Flows.Days;
import io.flowgauge.application.port.out.Flows.Durations;
import io.flowgauge.application.port.out.Flows.KnownFlow;
import io.flowgauge.application.port.out.Flows.KnownRun;
import io.flowgauge.application.port.out.Flows.RunFilter;
import io.flowgauge.application.port.out.Flows.RunPlace;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Flows}, over the {@link FlowRuns} beside it, keeps. */
public abstract class FlowsContract {
    private static final RunFilter ALL = new RunFilter(Optional.empty(), Optional.empty(), Optional.empty());
    private static final TenantId OTHER = new TenantId(999);

    protected abstract Flows flows();

    protected abstract FlowRuns runs();

    /** A run of one task; it ended after so many seconds, or runs when they are null. */
    private KnownTask run(String flow, String key, Instant started, Integer seconds, Outcome outcome, long records) {
        TaskState.Reported state = seconds == null
                ? TaskState.RUNNING
                : new TaskState.Ended(
                        outcome, started.plusSeconds(seconds), outcome == Outcome.FAILED ? "disk full" : null);
        TaskDescription described = new TaskDescription(
                flow, key, "copy", TaskType.LOAD, "ann", null, null, null, started, Map.of(), null, null, null);
        TaskReport report = new TaskReport(
                new RequestId(flow + "/" + key), 1, state, started, Progress.ofRecords(records), described);
        Task task = Task.begin(TENANT, report, described, started, started);
        return runs().write(List.of(new Beginning(task, started, Optional.empty())), List.of())
                .begun()
                .get(0);
    }

    private List<String> keys(FlowId flow, RunFilter filter) {
        return flows().runs(TENANT, flow, filter, Optional.empty(), 100).stream()
                .map(known -> known.run().key())
                .toList();
    }

    @Test
    void flowsAreOrderedByNameInPages() {
        for (String name : List.of("paged c", "paged a", "paged b")) {
            run(name, "1", TEN, null, null, 0);
        }

        assertThat(flows().named(TENANT, Optional.empty(), Optional.of("paged"), 2))
                .extracting(known -> known.flow().name())
                .containsExactly("paged a", "paged b");
        assertThat(flows().named(TENANT, Optional.empty(), Optional.of("paged b"), 1))
                .extracting(known -> known.flow().name())
                .containsExactly("paged c");
        assertThat(flows().named(TENANT, Optional.of("paged b"), Optional.empty(), 9))
                .extracting(known -> known.flow().name())
                .containsExactly("paged b");
        assertThat(flows().named(TENANT, Optional.of("paged"), Optional.empty(), 9))
                .isEmpty();
        assertThat(flows().named(OTHER, Optional.of("paged b"), Optional.empty(), 9))
                .isEmpty();
    }

    @Test
    void aFlowHasItsNewestRunAndHowManyRun() {
        run("newest", "1", TEN, null, null, 1);
        run("newest", "2", TEN.plusSeconds(20), null, null, 2);
        KnownTask last = run("newest", "3", TEN.plusSeconds(30), 5, Outcome.FAILED, 3);
        run("newest", "4", TEN.plusSeconds(10), 5, Outcome.COMPLETED, 4);

        KnownFlow flow = flows().flow(TENANT, last.ids().flow()).orElseThrow();

        assertThat(flow.flow().name()).isEqualTo("newest");
        assertThat(flow.running()).isEqualTo(2);
        KnownRun run = flow.last().orElseThrow();
        assertThat(run.run().key()).isEqualTo("3");
        assertThat(run.run().flow()).isEqualTo(flow.flow());
        assertThat(run.life().state()).isEqualTo(RunState.FAILED);
        assertThat(run.life().started()).isEqualTo(TEN.plusSeconds(30));
        assertThat(run.life().ended()).isEqualTo(TEN.plusSeconds(35));
        assertThat(run.life().records()).isEqualTo(3);
        assertThat(run.life().user()).isEqualTo("ann");
        assertThat(run.life().error()).isEqualTo("disk full");
        assertThat(flows().named(TENANT, Optional.of("newest"), Optional.empty(), 1))
                .containsExactly(flow);
        assertThat(flows().flow(OTHER, last.ids().flow())).isEmpty();
        assertThat(flows().flow(TENANT, new FlowId(Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void runsAreThoseOfTheFlowThatTheFilterLetsTheNewestFirst() {
        run("filtered", "1", TEN, 5, Outcome.COMPLETED, 0);
        run("filtered", "2", TEN.plusSeconds(1), 5, Outcome.FAILED, 0);
        run("filtered", "3", TEN.plusSeconds(2), 5, Outcome.COMPLETED, 0);
        FlowId flow =
                run("filtered", "4", TEN.plusSeconds(3), null, null, 0).ids().flow();
        run("not filtered", "9", TEN, 5, Outcome.COMPLETED, 0);

        assertThat(keys(flow, ALL)).containsExactly("4", "3", "2", "1");
        assertThat(keys(flow, new RunFilter(Optional.of(RunState.COMPLETED), Optional.empty(), Optional.empty())))
                .containsExactly("3", "1");
        assertThat(keys(
                        flow,
                        new RunFilter(
                                Optional.empty(), Optional.of(TEN.plusSeconds(1)), Optional.of(TEN.plusSeconds(3)))))
                .containsExactly("3", "2");
        assertThat(flows().runs(OTHER, flow, ALL, Optional.empty(), 100)).isEmpty();
    }

    @Test
    void pagesOfRunsGoOnWhereTheOneBeforeEndedAlsoAmongThoseThatStartedAtOnce() {
        FlowId flow = null;
        for (int key = 0; key < 7; key++) {
            flow = run("pages", "" + key, TEN.plusSeconds(key / 3), 5, Outcome.COMPLETED, 0)
                    .ids()
                    .flow();
        }
        List<String> seen = new ArrayList<>();
        Optional<RunPlace> after = Optional.empty();
        do {
            List<KnownRun> page = flows().runs(TENANT, flow, ALL, after, 2);
            page.forEach(known -> seen.add(known.run().key()));
            after = page.stream()
                    .reduce((first, second) -> second)
                    .map(last -> new RunPlace(last.life().started(), last.run().id()));
        } while (after.isPresent());

        assertThat(seen).containsExactly("6", "5", "4", "3", "2", "1", "0");
    }

    private static List<String> namesAndKeys(List<KnownRun> runs) {
        return runs.stream()
                .map(known -> known.run().flow().name() + "/" + known.run().key())
                .toList();
    }

    @Test
    void runsOfAllFlowsThatStartedInASpanAreOrderedByFlowThenStartInPages() {
        Instant from = Instant.parse("2025-05-05T00:00:00Z");
        Instant to = from.plusSeconds(100);
        run("within c", "1", from, null, null, 0);
        run("within a", "2", to.minusMillis(1), 5, Outcome.COMPLETED, 2);
        run("within a", "1", from.plusSeconds(3), 5, Outcome.FAILED, 1);
        run("within a", "3", to.minusMillis(1), 5, Outcome.COMPLETED, 3);
        run("within a", "0", from.minusMillis(1), 5, Outcome.COMPLETED, 9);
        run("within a", "4", to, 5, Outcome.COMPLETED, 9);
        run("within b", "1", to, 5, Outcome.COMPLETED, 9);

        List<String> seen = new ArrayList<>();
        for (int size = 1; size < 6; size++) {
            seen.clear();
            Optional<AllRunsPlace> after = Optional.empty();
            List<KnownRun> page;
            do {
                page = flows().startedWithin(TENANT, from, to, after, size);
                seen.addAll(namesAndKeys(page));
                after = page.isEmpty() ? after : Optional.of(AllRunsPlace.of(page.get(page.size() - 1)));
            } while (page.size() == size);
            assertThat(seen)
                    .as("in pages of " + size)
                    .containsExactly("within a/1", "within a/2", "within a/3", "within c/1");
        }

        KnownRun first =
                flows().startedWithin(TENANT, from, to, Optional.empty(), 1).get(0);
        assertThat(flows().run(TENANT, first.run().id())).hasValue(first);
        assertThat(flows().startedWithin(OTHER, from, to, Optional.empty(), 9)).isEmpty();
        assertThat(flows().startedWithin(TENANT, from, from, Optional.empty(), 9))
                .isEmpty();
    }

    @Test
    void aRunIsFoundByItsNumberWithWhatWasSaidOfIt() {
        UUID message = UUID.randomUUID();
        RunStatement statement = new RunStatement(RunState.WARNING, message, new AuditId(5), 2, "odd");
        Task task = PortFixture.task("said", "1", "said", TaskType.LOAD, PortFixture.ended(Outcome.COMPLETED), 4);
        KnownTask begun = runs().write(
                        List.of(new Beginning(task, TEN, Optional.of(new RunStatement.Said(statement, TEN)))),
                        List.of())
                .begun()
                .get(0);

        KnownRun run = flows().run(TENANT, begun.ids().run()).orElseThrow();

        assertThat(run.run().said().orElseThrow().statement()).isEqualTo(statement);
        assertThat(run.run().messageId()).isEqualTo(message);
        assertThat(run.life().state()).isEqualTo(RunState.WARNING);
        assertThat(flows().run(OTHER, begun.ids().run())).isEmpty();
        assertThat(flows().run(TENANT, new AuditId(Long.MAX_VALUE))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "+05:30", "Z"})
    void daysAreThoseOfTheZoneWithTheRunsThatStartedInThem(String id) {
        ZoneId zone = ZoneId.of(id);
        LocalDate day = LocalDate.of(2026, 3, 29);
        Instant start = day.atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        String name = "days in " + id;
        run(name, "before", start.minusMillis(1), 100, Outcome.COMPLETED, 1_000);
        run(name, "1", start, 10, Outcome.COMPLETED, 1);
        run(name, "2", start.plusSeconds(1), 20, Outcome.FAILED, 2);
        run(name, "3", start.plusSeconds(2), 30, Outcome.COMPLETED, 4);
        run(name, "4", end.minusMillis(1), null, null, 8);
        FlowId flow =
                run(name, "after", end, 1_000, Outcome.CANCELLED, 16).ids().flow();

        Days one = flows().days(TENANT, flow, zone, day, day);
        Days all = flows().days(TENANT, flow, zone, day.minusDays(5), day.plusDays(5));

        Durations usual = new Durations(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(one.days()).containsExactly(new Day(day, 4, 1, 15, Optional.of(usual)));
        assertThat(one.durations()).hasValue(usual);
        assertThat(all.days()).extracting(Day::day).containsExactly(day.minusDays(1), day, day.plusDays(1));
        assertThat(all.durations()).hasValue(new Durations(Duration.ofSeconds(30), Duration.ofSeconds(1_000)));
    }

    @Test
    void withoutRunsThereAreNoDaysAndWhatRunsHasNoDuration() {
        FlowId flow = run("no days", "1", TEN, null, null, 5).ids().flow();
        LocalDate day = LocalDate.ofInstant(TEN, ZoneId.of("UTC"));

        assertThat(flows().days(TENANT, flow, ZoneId.of("UTC"), day, day))
                .isEqualTo(new Days(List.of(new Day(day, 1, 0, 5, Optional.empty())), Optional.empty()));
        assertThat(flows().days(TENANT, flow, ZoneId.of("UTC"), day.plusDays(1), day.plusDays(9)))
                .isEqualTo(new Days(List.of(), Optional.empty()));
        assertThat(flows().days(OTHER, flow, ZoneId.of("UTC"), day, day).days()).isEmpty();
    }

    @Test
    void aFlowWhoseRunsAreForgottenIsStillThere() {
        FlowId flow = run("forgotten", "1", Instant.parse("2001-01-01T00:00:00Z"), 5, Outcome.COMPLETED, 5)
                .ids()
                .flow();
        int forgotten = 1;
        while (forgotten > 0) {
            forgotten = runs().forgetEndedBefore(Instant.parse("2002-01-01T00:00:00Z"));
        }

        assertThat(flows().flow(TENANT, flow).orElseThrow().last()).isEmpty();
        assertThat(keys(flow, ALL)).isEmpty();
    }
}
