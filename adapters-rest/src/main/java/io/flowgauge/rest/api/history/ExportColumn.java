package io.flowgauge.rest.api.history;

import io.flowgauge.application.port.out.HistoryRows.Named;
import io.flowgauge.application.port.out.HistoryRows.Row;
import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencySpread;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of an export.
 *
 * @param name in a CSV's first line, and as a key
 * @param value a {@link Long}, an {@link Instant}, or a {@link String} that somebody outside gave if {@code isForeign}; null when it is unknown
 * @param isForeign whether it is text that the service did not make itself
 */
record ExportColumn(String name, Function<Row, @Nullable Object> value, boolean isForeign) {

    static final List<ExportColumn> ALL = List.of(
            ours("at", row -> row.did().startsAt()),
            ours("taskId", row -> row.did().task().value()),
            ours("auditId", named(of -> of.run().value())),
            ours("flowId", named(of -> of.flow().value())),
            foreign("flow", named(Named::flowName)),
            foreign("name", named(Named::name)),
            foreign("requestId", named(of -> of.requestId().value())),
            ours("type", named(of -> of.type().word())),
            ours("state", row -> row.did().state().word()),
            ours("checks", row -> (long) row.did().checks()),
            ours("records", row -> row.did().records()),
            ours("recordsSoFar", row -> row.did().recordsSoFar()),
            ours("failedSoFar", row -> row.did().failedSoFar()),
            ours("bytesSoFar", row -> row.did().bytesSoFar()),
            ours("latencyCount", latency(IntervalLatency::count)),
            ours("latencyAvg", latency(IntervalLatency::averageMs)),
            ours("latencyMin", spread(LatencySpread::minMs)),
            ours("latencyP50", spread(LatencySpread::p50Ms)),
            ours("latencyP95", spread(LatencySpread::p95Ms)),
            ours("latencyP99", spread(LatencySpread::p99Ms)),
            ours("latencyMax", spread(LatencySpread::maxMs)));

    private static ExportColumn ours(String name, Function<Row, @Nullable Object> value) {
        return new ExportColumn(name, value, false);
    }

    private static ExportColumn foreign(String name, Function<Row, @Nullable Object> value) {
        return new ExportColumn(name, value, true);
    }

    private static Function<Row, @Nullable Object> named(Function<Named, Object> value) {
        return row -> row.of().map(value).orElse(null);
    }

    private static Function<Row, @Nullable Object> latency(Function<IntervalLatency, Object> value) {
        return row -> {
            IntervalLatency latency = row.did().latency();
            return latency == null ? null : value.apply(latency);
        };
    }

    private static Function<Row, @Nullable Object> spread(Function<LatencySpread, Object> value) {
        return latency(latency -> latency.spread())
                .andThen(spread -> spread instanceof LatencySpread of ? value.apply(of) : null);
    }
}
