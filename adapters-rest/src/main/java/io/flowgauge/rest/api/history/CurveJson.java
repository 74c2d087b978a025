package io.flowgauge.rest.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flowgauge.application.port.in.QueryTaskHistory.Answer.Curve;
import io.flowgauge.application.port.in.QueryTaskHistory.Point;
import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencySpread;
import io.flowgauge.domain.Rollup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A curve; times in ms since the epoch, {@code step} and latencies in ms, null where there is nothing. */
@JsonPropertyOrder(alphabetic = false)
record CurveJson(long taskId, long step, String resolution, List<PointJson> points, List<GapJson> gaps) {

    @JsonPropertyOrder(alphabetic = false)
    record PointJson(
            long at,
            @Nullable Long records,
            @Nullable Double recordsPerSecond,
            @Nullable LatencyJson latency,
            @Nullable String state,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean live) {

        static PointJson of(Point point) {
            Rollup did = point.did();
            Double rate = point.recordsPerSecond();
            return new PointJson(
                    point.at().toEpochMilli(),
                    point.records(),
                    rate == null ? null : Math.round(rate * 1_000) / 1_000.0,
                    did == null || did.latency() == null ? null : LatencyJson.of(did.latency()),
                    did == null ? null : did.state().word(),
                    point.live() ? true : null);
        }
    }

    @JsonPropertyOrder(alphabetic = false)
    record LatencyJson(
            long avg,
            @Nullable Long min,
            @Nullable Long max,
            @Nullable Long p50,
            @Nullable Long p95,
            @Nullable Long p99) {

        static LatencyJson of(IntervalLatency latency) {
            LatencySpread spread = latency.spread();
            return spread == null
                    ? new LatencyJson(latency.averageMs(), null, null, null, null, null)
                    : new LatencyJson(
                            latency.averageMs(),
                            spread.minMs(),
                            spread.maxMs(),
                            spread.p50Ms(),
                            spread.p95Ms(),
                            spread.p99Ms());
        }
    }

    @JsonPropertyOrder(alphabetic = false)
    record GapJson(long from, long to, String reason) {
        static GapJson of(HistoryGap gap) {
            return new GapJson(
                    gap.startsAt().toEpochMilli(),
                    gap.endsAt().toEpochMilli(),
                    gap.reason().word());
        }
    }

    static CurveJson of(Curve curve) {
        return new CurveJson(
                curve.task().value(),
                curve.step().toMillis(),
                curve.resolution().word(),
                curve.points().stream().map(PointJson::of).toList(),
                curve.gaps().stream().map(GapJson::of).toList());
    }
}
