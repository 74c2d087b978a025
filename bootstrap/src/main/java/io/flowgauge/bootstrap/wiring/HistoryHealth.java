package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.history.HistoryUpkeep;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Whether the history's upkeep goes well. When it does not the service still serves, so it is degraded, not down. */
@Component("history")
class HistoryHealth implements HealthIndicator {
    private static final Status DEGRADED = new Status("DEGRADED");

    private final HistoryKeeping keeping;
    private final HistoryUpkeep upkeep;

    HistoryHealth(HistoryKeeping keeping, HistoryUpkeep upkeep) {
        this.keeping = keeping;
        this.upkeep = upkeep;
    }

    @Override
    public Health health() {
        return keeping.failure()
                .map(failure -> Health.status(DEGRADED)
                        .withDetail("failingSince", failure.since().toString())
                        .withDetail("reason", failure.reason()))
                .orElseGet(() -> upkeep.picture().tooLarge()
                        ? Health.status(DEGRADED)
                                .withDetail(
                                        "reason",
                                        "the history is larger than it may be, and nothing more can be dropped")
                        : Health.up())
                .build();
    }
}
