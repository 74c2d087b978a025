package io.flowgauge.rest.api.flows;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flowgauge.application.port.in.QueryFlows.Trend;
import io.flowgauge.application.port.out.Flows.Day;
import io.flowgauge.application.port.out.Flows.Durations;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A flow day by day; {@code at} is where a day begins, in ms since the epoch, durations are in ms, null where no run ended. */
@JsonPropertyOrder(alphabetic = false)
record TrendJson(
        long flowId,
        String flow,
        String zone,
        @Nullable Long usualDuration,
        @Nullable Long p95Duration,
        List<DayJson> days) {

    @JsonPropertyOrder(alphabetic = false)
    record DayJson(
            String day,
            long at,
            long runs,
            long failures,
            long records,
            @Nullable Long usualDuration,
            @Nullable Long p95Duration) {

        static DayJson of(Day day, ZoneId zone) {
            return new DayJson(
                    day.day().toString(),
                    day.day().atStartOfDay(zone).toInstant().toEpochMilli(),
                    day.runs(),
                    day.failures(),
                    day.records(),
                    usual(day.durations()),
                    p95(day.durations()));
        }
    }

    static TrendJson of(Trend trend) {
        return new TrendJson(
                trend.flow().id().value(),
                trend.flow().name(),
                trend.zone().getId(),
                usual(trend.durations()),
                p95(trend.durations()),
                trend.days().stream().map(day -> DayJson.of(day, trend.zone())).toList());
    }

    private static @Nullable Long usual(Optional<Durations> durations) {
        return durations.map(of -> of.usual().toMillis()).orElse(null);
    }

    private static @Nullable Long p95(Optional<Durations> durations) {
        return durations.map(of -> of.p95().toMillis()).orElse(null);
    }
}
