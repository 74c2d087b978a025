package io.flowgauge.application.live;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryTasks;
import io.flowgauge.application.port.in.QueryTasks.Order;
import io.flowgauge.application.port.in.QueryTasks.Position;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Picks one page out of all tasks, without ordering them all. For one thread. */
final class TaskPage {
    private record Placed(TaskNow task, Position position) {}

    private final Order order;
    private final Comparator<Position> comparator;
    private final Optional<Position> after;
    private final Instant at;
    private final int limit;

    // The page and one more, the last on top.
    private final PriorityQueue<Placed> picked;

    /** @param at when the first page was read */
    TaskPage(Order order, Optional<Position> after, Instant at, int limit) {
        this.order = order;
        this.after = after;
        this.at = at;
        this.limit = limit;
        this.comparator = comparator(order);
        this.picked = new PriorityQueue<>(Comparator.comparing(Placed::position, comparator.reversed()));
    }

    private static Comparator<Position> comparator(Order order) {
        Comparator<Long> numbers = Comparator.naturalOrder();
        Comparator<Position> byNumber = Comparator.comparing(
                Position::number, Comparator.nullsLast(order.descending() ? numbers.reversed() : numbers));
        Comparator<Position> byText = Comparator.comparing(Position::text, String.CASE_INSENSITIVE_ORDER);
        boolean isText = order.key() == QueryTasks.Key.NAME || order.key() == QueryTasks.Key.FLOW;
        Comparator<Position> byKey = isText ? (order.descending() ? byText.reversed() : byText) : byNumber;
        return byKey.thenComparing(Position::task);
    }

    void offer(TaskNow task) {
        Position position = position(task);
        if (after.isPresent() && comparator.compare(position, after.get()) <= 0) {
            return;
        }
        picked.add(new Placed(task, position));
        if (picked.size() > limit + 1) {
            picked.poll();
        }
    }

    private Position position(TaskNow read) {
        Task task = read.task();
        return new Position(order, at, number(task), text(task), read.ids().task());
    }

    private @Nullable Long number(Task task) {
        LatencyStats latency = task.progress().latency();
        return switch (order.key()) {
            case STARTED -> task.started().toEpochMilli();
            case DURATION -> task.duration(at).toMillis();
            case RECORDS -> task.progress().records();
            case LATENCY -> latency == null ? null : (Long) latency.lastMs();
            case NAME, FLOW -> null;
        };
    }

    private String text(Task task) {
        return switch (order.key()) {
            case NAME -> task.description().name();
            case FLOW -> task.description().flow();
            case STARTED, DURATION, RECORDS, LATENCY -> "";
        };
    }

    Page<TaskNow, Position> page() {
        List<Placed> inOrder = new ArrayList<>(picked);
        inOrder.sort(Comparator.comparing(Placed::position, comparator));
        boolean hasMore = inOrder.size() > limit;
        List<Placed> page = hasMore ? inOrder.subList(0, limit) : inOrder;
        return new Page<>(
                page.stream().map(Placed::task).toList(),
                hasMore ? Optional.of(page.get(limit - 1).position()) : Optional.empty());
    }
}
