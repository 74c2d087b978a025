package io.flowgauge.application.live;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.history.Rooms;
import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryTasks;
import io.flowgauge.application.port.in.QueryTasks.Filter;
import io.flowgauge.application.port.in.QueryTasks.Order;
import io.flowgauge.application.port.in.QueryTasks.Position;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskQueriesTest {
    private static final Filter ALL = new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    private static final Order BY_START = new Order(QueryTasks.Key.STARTED, false);

    private final Rooms rooms = new Rooms();

    private static TaskReport task(
            String id, String flow, String name, TaskType type, String engine, Instant started, long records, Long ms) {
        return new TaskReport(
                new RequestId(id),
                1,
                TaskState.RUNNING,
                TEN,
                new Progress(
                        records, null, null, null, null, ms == null ? null : new LatencyStats(1, ms, ms, ms, ms), null),
                new TaskDescription(
                        flow, "run", name, type, null, engine, null, null, started, Map.of(), null, null, null));
    }

    private List<String> ids(Filter filter, Order order) {
        return rooms.tasks().live(TENANT, filter, order, Optional.empty(), 1_000).items().stream()
                .map(read -> read.task().requestId().value())
                .toList();
    }

    private void three() {
        rooms.report(
                task("a", "Orders", "copy", TaskType.LOAD, "eu", TEN.minusSeconds(3), 20, 9L),
                task("b", "invoices", "Extract", TaskType.EXTRACT, "us", TEN.minusSeconds(1), 30, null),
                task("c", "orders", "copy it", TaskType.LOAD, null, TEN.minusSeconds(2), 10, 40L));
    }

    @ParameterizedTest
    @EnumSource
    void theOrderIsThatOfTheKeyAndWhatIsUnknownComesLast(QueryTasks.Key key) {
        three();
        List<String> expected = switch (key) {
            case STARTED -> List.of("a", "c", "b");
            case DURATION -> List.of("b", "c", "a");
            case RECORDS -> List.of("c", "a", "b");
            case LATENCY -> List.of("a", "c", "b");
            case NAME -> List.of("a", "c", "b");
            case FLOW -> List.of("b", "a", "c");
        };
        List<String> descending = switch (key) {
            case LATENCY -> List.of("c", "a", "b");
            case FLOW -> List.of("a", "c", "b");
            default -> List.of(expected.get(2), expected.get(1), expected.get(0));
        };

        assertThat(ids(ALL, new Order(key, false))).isEqualTo(expected);
        assertThat(ids(ALL, new Order(key, true))).isEqualTo(descending);
    }

    @Test
    void eachFilterLetsThoseThatItNames() {
        three();
        TaskNow c = rooms.tasks()
                .live(TENANT, with(ALL, "text", "COPY I"), BY_START, Optional.empty(), 10)
                .items()
                .get(0);

        assertThat(ids(with(ALL, "type", TaskType.LOAD), BY_START)).containsExactly("a", "c");
        assertThat(ids(with(ALL, "flow", "orders"), BY_START)).containsExactly("c");
        assertThat(ids(with(ALL, "flowId", c.ids().flow()), BY_START)).containsExactly("c");
        assertThat(ids(with(ALL, "run", c.ids().run()), BY_START)).containsExactly("c");
        assertThat(ids(with(ALL, "run", new AuditId(999)), BY_START)).isEmpty();
        assertThat(ids(with(ALL, "engine", "eu"), BY_START)).containsExactly("a");
        assertThat(ids(with(ALL, "text", "ORDERS"), BY_START)).containsExactly("a", "c");
        assertThat(ids(with(ALL, "text", "extr"), BY_START)).containsExactly("b");
        assertThat(ids(with(ALL, "text", "B"), BY_START)).containsExactly("b");
        assertThat(ids(with(ALL, "text", ".*"), BY_START)).isEmpty();
    }

    private static Filter with(Filter all, String part, Object value) {
        return new Filter(
                part.equals("type") ? Optional.of((TaskType) value) : all.type(),
                part.equals("state") ? Optional.of((TaskState.Kind) value) : all.state(),
                part.equals("flow") ? Optional.of((String) value) : all.flow(),
                part.equals("flowId") ? Optional.of((FlowId) value) : all.flowId(),
                part.equals("run") ? Optional.of((AuditId) value) : all.run(),
                part.equals("engine") ? Optional.of((String) value) : all.engine(),
                part.equals("text") ? Optional.of((String) value) : all.text());
    }

    @Test
    void lostTasksAreThereAndEndedOnesAreNot() {
        three();
        rooms.checkAfter(Rooms.LOST_AFTER);
        rooms.writeAll();
        rooms.report(task("d", "orders", "new", TaskType.LOAD, null, TEN, 1, null));
        rooms.report(rooms.ending("c", 2, 10));

        assertThat(ids(ALL, BY_START)).containsExactly("a", "b", "d");
        assertThat(ids(with(ALL, "state", TaskState.Kind.LOST), BY_START)).containsExactly("a", "b");
        assertThat(ids(with(ALL, "state", TaskState.Kind.RUNNING), BY_START)).containsExactly("d");
    }

    @Test
    void aTaskIsFoundByItsNumberLiveOrEndedAndOnlyByItsTenant() {
        three();
        TaskId a = rooms.known("a").ids().task();
        assertThat(rooms.tasks().task(TENANT, a).orElseThrow().last()).isNotNull();
        assertThat(rooms.tasks().task(new TenantId(2), a)).isEmpty();

        rooms.report(rooms.ending("a", 2, 99));
        rooms.restart();

        TaskNow ended = rooms.tasks().task(TENANT, a).orElseThrow();
        assertThat(ended.task().progress().records()).isEqualTo(99);
        assertThat(ended.last()).isNull();
        assertThat(rooms.tasks().task(new TenantId(2), a)).isEmpty();
        assertThat(rooms.tasks().task(TENANT, new TaskId(999))).isEmpty();
    }

    @Test
    void whatIsLiveIsAnsweredWhileTheHistoryIsAwayAndWhatIsNotIsNot() {
        three();
        TaskId a = rooms.known("a").ids().task();
        rooms.outage.begin();

        assertThat(ids(ALL, BY_START)).hasSize(3);
        assertThat(rooms.tasks().task(TENANT, a)).isPresent();
        assertThatThrownBy(() -> rooms.tasks().task(TENANT, new TaskId(999))).isInstanceOf(HistoryUnavailable.class);
    }

    @Property(tries = 200)
    void pagesTogetherAreTheListWhateverBeginsAndEndsBetweenThem(
            @ForAll QueryTasks.Key key,
            @ForAll boolean descending,
            @ForAll @IntRange(min = 1, max = 7) int limit,
            @ForAll Random random) {
        Rooms many = new Rooms();
        for (int task = 0; task < 20; task++) {
            Long latency = random.nextInt(3) == 0 ? null : (Long) (long) random.nextInt(4);
            many.report(task(
                    "t" + task,
                    "flow " + random.nextInt(3),
                    "name " + random.nextInt(5),
                    TaskType.LOAD,
                    null,
                    TEN.minusSeconds(random.nextInt(4)),
                    random.nextInt(5),
                    latency));
        }
        Order order = new Order(key, descending);
        List<TaskId> all = many.tasks().live(TENANT, ALL, order, Optional.empty(), 1_000).items().stream()
                .map(read -> read.ids().task())
                .toList();

        List<TaskId> seen = new ArrayList<>();
        Optional<Position> next = Optional.empty();
        TaskId gone = null;
        do {
            Page<TaskNow, Position> page = many.tasks().live(TENANT, ALL, order, next, limit);
            assertThat(page.items()).hasSizeBetween(1, limit);
            page.items().stream()
                    .filter(read -> read.ids().task().value() <= 20)
                    .forEach(read -> seen.add(read.ids().task()));
            if (next.isEmpty()) {
                // The one that the next page begins after ends, others begin, and time passes.
                TaskNow last = page.items().get(page.items().size() - 1);
                gone = last.ids().task();
                many.report(many.ending(last.task().requestId().value(), 2, 1));
                many.now = many.now.plusSeconds(2);
                many.report(task("new", "flow 1", "name 2", TaskType.LOAD, null, many.now, 2, 2L));
            }
            next = page.next();
        } while (next.isPresent());

        assertThat(seen).contains(gone).isEqualTo(all);
        assertThat(Arrays.asList(seen.toArray())).doesNotHaveDuplicates();
    }
}
