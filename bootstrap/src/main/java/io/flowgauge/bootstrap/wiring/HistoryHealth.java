package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.history.HistoryUpkeep;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Whether the history's upkeep goes well. When it does not the service still serves, so it is degraded, not down. */
@Component("history")
class HistoryHealth implements HealthIndicator {
    private static final Status DEGRADED = new Status("DEGRADED");

    /** Upkeep takes no longer for anything but a long time that it makes up for, or another who is at it and stuck. */
    private static final Duration LATE = Duration.ofHours(1);

    private final HistoryKeeping keeping;
    private final HistoryUpkeep upkeep;
    private final InstantSource clock;

    HistoryHealth(HistoryKeeping keeping, HistoryUpkeep upkeep, InstantSource clock) {
        this.keeping = keeping;
        this.upkeep = upkeep;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Optional<HistoryKeeping.Failure> failure = keeping.failure();
        if (failure.isPresent()) {
            return Health.status(DEGRADED)
                    .withDetail("failingSince", failure.get().since().toString())
                    .withDetail("reason", failure.get().reason())
                    .build();
        }
        if (Duration.between(keeping.lastSuccess(), clock.instant()).compareTo(LATE) > 0) {
            return degraded(
                    "rollups are behind since " + keeping.lastSuccess() + "; they make up for it, or another is at it");
        }
        return upkeep.picture().tooLarge()
                ? degraded("the history is larger than it may be, and nothing more can be dropped")
                : Health.up().build();
    }

    private static Health degraded(String reason) {
        return Health.status(DEGRADED).withDetail("reason", reason).build();
    }
}
