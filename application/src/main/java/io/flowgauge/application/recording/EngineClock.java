package io.flowgauge.application.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What to make of an engine's time that lies ahead of the service's. */
final class EngineClock {
    /** How far an engine's clock may be ahead. */
    static final Duration TOLERATED = Duration.ofMinutes(5);

    /** Today's seconds, read as milliseconds, are of 1970. */
    private static final Instant OLDER_THAN_ANY_TASK = Instant.parse("1980-01-01T00:00:00Z");

    private EngineClock() {}

    static boolean isAhead(Instant told, Instant now) {
        return told.isAfter(now.plus(TOLERATED));
    }

    /** Warns of a time that was likely told in seconds; it is taken as told. */
    static void warnOfSeconds(String field, Instant told, List<String> warnings) {
        if (told.isBefore(OLDER_THAN_ANY_TASK)) {
            warnings.add(field + " is " + told.toEpochMilli() + ", which is " + told
                    + "; times are milliseconds since the epoch, not seconds");
        }
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
