package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.history.HistoryUpkeep;
import io.flowgauge.application.port.out.HistoryParts.Part;
import io.flowgauge.application.port.out.HistoryParts.Table;
import io.flowgauge.application.port.out.Rollups;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What the history takes, how old it is, how far its rollups are, and whether its upkeep goes well; as of upkeep's last round. */
@Component
class HistoryMetrics {
    private final HistoryUpkeep upkeep;
    private final InstantSource clock;

    HistoryMetrics(MeterRegistry registry, HistoryUpkeep upkeep, HistoryKeeping keeping, InstantSource clock) {
        this.upkeep = upkeep;
        this.clock = clock;
        for (Table table : Table.values()) {
            String word = table.name().toLowerCase(Locale.ROOT);
            Gauge.builder("flowgauge.history.size", () -> upkeep.picture().bytes(table))
                    .tag("table", word)
                    .baseUnit("bytes")
                    .description("On disk, indexes included")
                    .register(registry);
            Gauge.builder("flowgauge.history.age", () -> seconds(oldest(table)))
                    .tag("table", word)
                    .baseUnit("seconds")
                    .description("Since the first moment of the oldest part")
                    .register(registry);
        }
        Gauge.builder("flowgauge.history.rollup.lag", () -> lag(Step.MINUTES))
                .tag("step", "minute")
                .baseUnit("seconds")
                .description("Since the end of the last minute that is made")
                .register(registry);
        Gauge.builder("flowgauge.history.rollup.lag", () -> lag(Step.HOURS))
                .tag("step", "hour")
                .baseUnit("seconds")
                .description("Since the end of the last hour that is made")
                .register(registry);
        Gauge.builder(
                        "flowgauge.history.dirty",
                        () -> upkeep.picture().progress().dirty())
                .baseUnit("minutes")
                .description("Minutes that got a check late and are to be made anew")
                .register(registry);
        FunctionCounter.builder("flowgauge.history.upkeep.failures", keeping, HistoryKeeping::failures)
                .description("Rounds of upkeep that failed since the service started")
                .register(registry);
        Gauge.builder("flowgauge.history.upkeep.age", () -> seconds(keeping.lastSuccess()))
                .baseUnit("seconds")
                .description("Since upkeep last did all there was to do")
                .register(registry);
    }

    private enum Step {
        MINUTES,
        HOURS
    }

    private double lag(Step step) {
        Rollups.Progress progress = upkeep.picture().progress();
        Instant until = step == Step.MINUTES ? progress.minutesUntil() : progress.hoursUntil();
        // Nothing is made yet: there is no lag to tell.
        return until.equals(Instant.EPOCH) ? Double.NaN : seconds(until);
    }

    private Instant oldest(Table table) {
        return upkeep.picture().parts().stream()
                .filter(part -> part.table() == table)
                .map(Part::from)
                .findFirst()
                .orElseGet(clock::instant);
    }

    private double seconds(Instant since) {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1e3);
    }
}
