package io.flowgauge.application.history;

import io.flowgauge.domain.Resolution;
import java.time.Duration;
import java.time.Instant;

/** How long the rows of each resolution are kept at least. */
public record HistoryKept(Duration checks, Duration minutes, Duration hours) {

    Duration of(Resolution resolution) {
        return switch (resolution) {
            case CHECKS -> checks;
            case MINUTES -> minutes;
            case HOURS -> hours;
        };
    }

    /** Whether rows of a moment are still there at {@code now}. */
    boolean covers(Resolution resolution, Instant moment, Instant now) {
        return !moment.isBefore(now.minus(of(resolution)));
    }
}
