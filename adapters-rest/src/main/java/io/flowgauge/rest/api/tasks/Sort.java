package io.flowgauge.rest.api.tasks;

import io.flowgauge.application.port.in.QueryTasks;
import io.flowgauge.application.port.in.QueryTasks.Order;
import io.flowgauge.application.port.in.QueryTasks.Position;
import io.flowgauge.domain.TaskId;
import io.flowgauge.rest.paging.Cursor;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameter {@code sort}: a field of a task, with {@code -} before it for the largest first. */
record Sort(String given, Order order) {

    static Sort of(HttpServletRequest request) {
        String given = Parameters.one(request, "sort").orElse("started");
        boolean descending = given.startsWith("-");
        return new Sort(given, new Order(key(descending ? given.substring(1) : given, given), descending));
    }

    private static QueryTasks.Key key(String field, String given) {
        return switch (field) {
            case "started" -> QueryTasks.Key.STARTED;
            case "duration" -> QueryTasks.Key.DURATION;
            case "recordsProcessed" -> QueryTasks.Key.RECORDS;
            case "latency" -> QueryTasks.Key.LATENCY;
            case "name" -> QueryTasks.Key.NAME;
            case "flow" -> QueryTasks.Key.FLOW;
            default ->
                throw Problem.badRequest(
                        "sort is \"" + given
                                + "\"; use started, duration, recordsProcessed, latency, name or flow, with - before it for the largest first");
        };
    }

    private String list() {
        return "tasks by " + given;
    }

    String cursor(Position next) {
        return Cursor.of(
                list(),
                next.at().toEpochMilli(),
                next.number(),
                next.text(),
                next.task().value());
    }

    Optional<Position> position(HttpServletRequest request) {
        return Cursor.read(request, list(), this::position);
    }

    private Position position(List<@Nullable String> parts) {
        String number = parts.get(1);
        return new Position(
                order,
                Instant.ofEpochMilli(Long.parseLong(Objects.requireNonNull(parts.get(0)))),
                number == null ? null : Long.valueOf(number),
                Objects.requireNonNull(parts.get(2)),
                new TaskId(Long.parseLong(Objects.requireNonNull(parts.get(3)))));
    }
}
