package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static io.flowgauge.application.port.out.PortFixture.begun;
import static io.flowgauge.application.port.out.PortFixture.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.flowgauge.application.port.out.HistoryRows.Named;
import io.flowgauge.application.port.out.HistoryRows.Place;
import io.flowgauge.application.port.out.HistoryRows.Row;
import io.flowgauge.application.port.out.HistoryRows.Wanted;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link HistoryRows}, with the ports beside it that write, keeps. Each test has a history of its own. */
public abstract class HistoryRowsContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final TenantId OTHER = new TenantId(2);

    protected abstract HistoryRows rows();

    protected abstract Snapshots snapshots();

    protected abstract Rollups rollups();

    protected abstract FlowRuns runs();

    private static Snapshot check(TenantId tenant, TaskId task, Instant at) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        counts[3] = 2;
        LatencyBuckets buckets = LatencyBuckets.of(counts);
        return new Snapshot(
                tenant,
                task,
                at,
                TaskState.RUNNING,
                1,
                new Progress(70, null, 1L, 2L, null, new LatencyStats(2, 2, 1, 1, 1), null),
                7,
                new IntervalLatency(2, 2, buckets, buckets.spread(1, 1)));
    }

    private static Wanted wanted(Resolution resolution, Instant from, Instant to) {
        return new Wanted(TENANT, resolution, from, to, Optional.empty(), Optional.empty());
    }

    /** A check of each task in each of some hours, rolled up. */
    private void given(int hours, TaskId... tasks) {
        List<Snapshot> checks = new ArrayList<>();
        for (int hour = 0; hour < hours; hour++) {
            for (TaskId task : tasks) {
                checks.add(check(TENANT, task, TEN.plus(HOUR.multipliedBy(hour)).plusSeconds(30)));
            }
            checks.add(check(
                    OTHER, new TaskId(77), TEN.plus(HOUR.multipliedBy(hour)).plusSeconds(30)));
        }
        snapshots().append(checks);
        rollUp(TEN.plus(HOUR.multipliedBy(hours)));
    }

    private void rollUp(Instant until) {
        rollups().close(until);
        boolean more = true;
        while (more) {
            boolean moreMinutes = rollups().makeMinutes();
            more = rollups().makeHours() || moreMinutes;
        }
    }

    private List<Row> all(Wanted wanted, int limit) {
        List<Row> all = new ArrayList<>();
        Optional<Place> after = Optional.empty();
        List<Row> page;
        do {
            page = rows().next(wanted, after, limit);
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
            if (!page.isEmpty()) {
                after = Optional.of(page.get(page.size() - 1).place());
            }
        } while (page.size() == limit);
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void pagesGoOnInTheOrderOfTimeThenOfTasksWhereverTheyEnd(Resolution resolution) {
        given(4, new TaskId(3), new TaskId(1), new TaskId(2));
        Instant first = resolution == Resolution.CHECKS ? TEN.plusSeconds(30) : TEN;
        Wanted wanted = wanted(resolution, TEN, TEN.plus(HOUR.multipliedBy(3)));

        for (int limit : new int[] {1, 2, 3, 4, 9, 10, 100}) {
            assertThat(all(wanted, limit))
                    .as("pages of %d", limit)
                    .extracting(
                            row -> row.did().startsAt(), row -> row.did().task().value())
                    .containsExactly(
                            tuple(first, 1L),
                            tuple(first, 2L),
                            tuple(first, 3L),
                            tuple(first.plus(HOUR), 1L),
                            tuple(first.plus(HOUR), 2L),
                            tuple(first.plus(HOUR), 3L),
                            tuple(first.plus(HOUR.multipliedBy(2)), 1L),
                            tuple(first.plus(HOUR.multipliedBy(2)), 2L),
                            tuple(first.plus(HOUR.multipliedBy(2)), 3L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSpanHasItsBeginningAndNotItsEnd(Resolution resolution) {
        given(3, new TaskId(1));
        Instant second = TEN.plus(HOUR).plusSeconds(resolution == Resolution.CHECKS ? 30 : 0);

        assertThat(all(wanted(resolution, second, second.plus(HOUR)), 10)).hasSize(1);
        assertThat(all(wanted(resolution, second, second.plus(HOUR).plusMillis(1)), 10))
                .hasSize(2);
        assertThat(all(wanted(resolution, second.plusMillis(1), second.plus(HOUR)), 10))
                .isEmpty();
        assertThat(all(wanted(resolution, second, second), 10)).isEmpty();
        assertThat(all(wanted(resolution, Instant.EPOCH, second), 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRowTellsWhatTheTaskDidAndWhichItIs(Resolution resolution) {
        KnownTask known = begun(runs(), running("orders", "r1", "copy"));
        given(1, known.ids().task(), new TaskId(999));

        List<Row> rows = all(wanted(resolution, TEN, TEN.plus(HOUR)), 10);

        Rollup did = rows.get(0).did();
        assertThat(did.task()).isEqualTo(known.ids().task());
        assertThat(did.records()).isEqualTo(7);
        assertThat(did.recordsSoFar()).isEqualTo(70);
        assertThat(did.failedSoFar()).isEqualTo(1);
        assertThat(did.bytesSoFar()).isEqualTo(2);
        assertThat(did.checks()).isEqualTo(1);
        assertThat(did.state()).isEqualTo(TaskState.Kind.RUNNING);
        assertThat(did.latency().count()).isEqualTo(2);
        assertThat(did.latency().spread().p99Ms()).isEqualTo(1);
        assertThat(rows.get(0).of())
                .hasValue(new Named(
                        known.ids().run(),
                        known.ids().flow(),
                        "orders",
                        "copy orders",
                        new RequestId("copy"),
                        TaskType.LOAD));
        assertThat(rows.get(1).of()).as("of a task that is forgotten").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfAFlowOrOfATaskAreThoseAlone(Resolution resolution) {
        FlowId orders = begun(runs(), running("orders", "r1", "one")).ids().flow();
        TaskId one = task("one");
        begun(runs(), running("orders", "r2", "two"));
        TaskId two = task("two");
        begun(runs(), running("crm", "r1", "three"));
        TaskId crm = task("three");
        given(2, one, two, crm);

        assertThat(tasks(resolution, Optional.of(orders), Optional.empty())).containsExactly(one, two, one, two);
        assertThat(tasks(resolution, Optional.empty(), Optional.of(crm))).containsExactly(crm, crm);
        assertThat(tasks(resolution, Optional.of(orders), Optional.of(two))).containsExactly(two, two);
        assertThat(tasks(resolution, Optional.of(orders), Optional.of(crm))).isEmpty();
        assertThat(tasks(resolution, Optional.of(new FlowId(999)), Optional.empty()))
                .isEmpty();
    }

    private TaskId task(String requestId) {
        return runs().known(TENANT, List.of(new RequestId(requestId)))
                .get(0)
                .ids()
                .task();
    }

    private List<TaskId> tasks(Resolution resolution, Optional<FlowId> flow, Optional<TaskId> task) {
        return all(new Wanted(TENANT, resolution, TEN, TEN.plus(HOUR.multipliedBy(2)), flow, task), 1).stream()
                .map(row -> row.did().task())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aLongTimeWithoutRowsIsPassed(Resolution resolution) {
        List<Instant> hours = List.of(TEN, TEN.plus(HOUR.multipliedBy(7)), TEN.plus(HOUR.multipliedBy(900)));
        snapshots()
                .append(hours.stream()
                        .map(hour -> check(TENANT, new TaskId(1), hour.plusSeconds(30)))
                        .toList());
        rollUp(TEN.plus(HOUR.multipliedBy(1_000)));

        for (int limit : new int[] {1, 2, 3, 10}) {
            assertThat(all(
                            wanted(resolution, TEN.minus(HOUR.multipliedBy(500)), TEN.plus(HOUR.multipliedBy(1_000))),
                            limit))
                    .extracting(row -> row.place().at().truncatedTo(ChronoUnit.HOURS))
                    .containsExactlyElementsOf(hours);
        }
    }

    @Test
    void anotherTenantsRowsAreItsOwn() {
        given(1, new TaskId(1));

        assertThat(rows().next(
                                new Wanted(
                                        OTHER,
                                        Resolution.CHECKS,
                                        TEN,
                                        TEN.plus(HOUR),
                                        Optional.empty(),
                                        Optional.empty()),
                                Optional.empty(),
                                10))
                .extracting(row -> row.did().task())
                .containsExactly(new TaskId(77));
    }
}
