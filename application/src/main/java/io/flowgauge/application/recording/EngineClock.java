package io.flowgauge.application.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What to make of an engine's time that lies ahead of the service's. */
final class EngineClock {
    /** How far an engine's clock may be ahead. */
    static final Duration TOLERATED = Duration.ofMinutes(5);

    private EngineClock() {}

    static boolean isAhead(Instant told, Instant now) {
        return told.isAfter(now.plus(TOLERATED));
    }

    /** The time told, or the service's with a warning when that is too far ahead. */
    static Instant tolerated(String field, Instant told, Instant now, List<String> warnings) {
        if (!isAhead(told, now)) {
            return told;
        }
        warnings.add(field + " is " + told.toEpochMilli() + ", more than 5 minutes ahead of the service's clock; "
                + now.toEpochMilli() + " is taken instead");
        return now;
    }
}
