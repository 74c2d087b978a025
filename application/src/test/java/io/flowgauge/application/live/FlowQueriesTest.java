package io.flowgauge.application.live;

import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.application.port.in.QueryFlowRuns.RunWithTasks;
import io.flowgauge.application.port.in.QueryFlows.FlowNow;
import io.flowgauge.application.port.in.QueryFlows.Trend;
import io.flowgauge.application.port.out.Flows.Day;
import io.flowgauge.application.port.out.Flows.RunFilter;
import io.flowgauge.application.port.out.Flows.RunPlace;
import io.flowgauge.application.port.out.MemoryFlows;
import io.flowgauge.application.port.out.MemoryHistory;
import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Flows and runs as a reader sees them while something runs. */
class FlowQueriesTest {
    private static final RunFilter ALL = new RunFilter(Optional.empty(), Optional.empty(), Optional.empty());

    private final MemoryHistory history = new MemoryHistory();
    private final MemoryFlows flows = new MemoryFlows(history.flowRuns);
    private final Rooms rooms = new Rooms(history, 1_000);

    private FlowId begin(String flow, String run, String id) {
        rooms.report(new TaskReport(
                new RequestId(id),
                1,
                TaskState.RUNNING,
                rooms.now,
                Progress.ofRecords(0),
                PortFixture.described(flow, run, TaskType.LOAD)));
        return rooms.known(id).ids().flow();
    }

    @Test
    void whatRunsHasItsLiveNumbersEverywhere() {
        FlowId flow = begin("orders", "1", "a");
        begin("orders", "1", "b");
        rooms.report(rooms.ending("a", 2, 10));
        rooms.report(rooms.small("b", 2, 7));
        AuditId run = rooms.known("b").ids().run();

        FlowNow now = rooms.flows(flows).flow(TENANT, flow).orElseThrow();
        Page<Execution, RunPlace> runs =
                rooms.runs(flows).runs(TENANT, flow, ALL, Optional.empty(), 10).orElseThrow();
        RunWithTasks one =
                rooms.runs(flows).run(TENANT, run, Optional.empty(), 9).orElseThrow();

        assertThat(now.running()).isEqualTo(1);
        assertThat(now.last().orElseThrow().life().records()).isEqualTo(17);
        assertThat(runs.items())
                .extracting(execution -> execution.life().records())
                .containsExactly(17L);
        assertThat(one.execution().life().records()).isEqualTo(17);
        assertThat(one.execution().life().state()).isEqualTo(RunState.RUNNING);
        assertThat(one.tasks().items())
                .extracting(read -> read.task().progress().records())
                .containsExactly(10L, 7L);
        assertThat(one.tasks().items())
                .extracting(read -> read.task().hasEnded())
                .containsExactly(true, false);

        rooms.report(rooms.ending("b", 3, 8));
        assertThat(rooms.flows(flows).flow(TENANT, flow).orElseThrow().running())
                .isZero();
        RunWithTasks ended =
                rooms.runs(flows).run(TENANT, run, Optional.empty(), 9).orElseThrow();
        assertThat(ended.execution().life().state()).isEqualTo(RunState.COMPLETED);
        assertThat(ended.execution().life().records()).isEqualTo(18);
    }

    @Test
    void flowsAndRunsComeInPagesUntilThereIsNoNext() {
        FlowId flow = null;
        for (String run : List.of("1", "2", "3")) {
            flow = begin("orders", run, "orders " + run);
        }
        begin("crm", "1", "crm");

        Page<FlowNow, String> first = rooms.flows(flows).flows(TENANT, Optional.empty(), Optional.empty(), 1);
        Page<FlowNow, String> second = rooms.flows(flows).flows(TENANT, Optional.empty(), first.next(), 1);
        assertThat(first.items()).extracting(read -> read.flow().name()).containsExactly("crm");
        assertThat(second.items()).extracting(read -> read.flow().name()).containsExactly("orders");
        assertThat(second.next()).isEmpty();
        assertThat(rooms.flows(flows)
                        .flows(TENANT, Optional.of("crm"), Optional.empty(), 9)
                        .items())
                .hasSize(1);

        Page<Execution, RunPlace> runs =
                rooms.runs(flows).runs(TENANT, flow, ALL, Optional.empty(), 2).orElseThrow();
        assertThat(runs.items()).extracting(execution -> execution.run().key()).containsExactly("3", "2");
        Page<Execution, RunPlace> rest =
                rooms.runs(flows).runs(TENANT, flow, ALL, runs.next(), 2).orElseThrow();
        assertThat(rest.items()).extracting(execution -> execution.run().key()).containsExactly("1");
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void whatAnotherTenantHasIsNotThere() {
        FlowId flow = begin("orders", "1", "a");
        AuditId run = rooms.known("a").ids().run();
        TenantId other = new TenantId(2);

        assertThat(rooms.flows(flows).flow(other, flow)).isEmpty();
        assertThat(rooms.flows(flows).trend(other, flow, 3)).isEmpty();
        assertThat(rooms.runs(flows).runs(other, flow, ALL, Optional.empty(), 9))
                .isEmpty();
        assertThat(rooms.runs(flows).run(other, run, Optional.empty(), 9)).isEmpty();
        assertThat(rooms.flows(flows)
                        .flows(other, Optional.empty(), Optional.empty(), 9)
                        .items())
                .isEmpty();
    }

    @Test
    void aTrendHasEachDayOfTheTenantsZoneUntilToday() {
        FlowId flow = begin("orders", "1", "a");
        rooms.report(rooms.ending("a", 2, 10));
        // Half past midnight in Berlin, the day after the next.
        rooms.now = PortFixture.TEN.plus(Duration.ofMinutes(37 * 60 + 30));

        Trend trend = rooms.flows(flows).trend(TENANT, flow, 4).orElseThrow();

        assertThat(trend.zone().getId()).isEqualTo("Europe/Berlin");
        assertThat(trend.days())
                .extracting(Day::day)
                .containsExactly(
                        LocalDate.of(2026, 11, 22),
                        LocalDate.of(2026, 11, 23),
                        LocalDate.of(2026, 11, 24),
                        LocalDate.of(2026, 11, 25));
        assertThat(trend.days()).extracting(Day::runs).containsExactly(0L, 1L, 0L, 0L);
        assertThat(trend.days()).extracting(Day::records).containsExactly(0L, 10L, 0L, 0L);
        assertThat(trend.durations()).isPresent();
        assertThat(trend.days().get(0).durations()).isEmpty();
    }
}
