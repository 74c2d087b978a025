package io.flowgauge.domain;

import java.time.Duration;
import java.time.Instant;

/** The steps that history is rolled up to, each from the one before: minutes from checks, hours from minutes. */
public enum RollupStep {
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1));

    private final long ms;

    RollupStep(Duration length) {
        this.ms = length.toMillis();
    }

    public Duration length() {
        return Duration.ofMillis(ms);
    }

    /** The start of the step that a check belongs to: its interval ends with it, so a check at a full minute belongs to the minute before. */
    public Instant ofCheck(Instant checkedAt) {
        return Instant.ofEpochMilli(Math.floorDiv(checkedAt.toEpochMilli() - 1, ms) * ms);
    }

    /** The start of the step that a shorter one, which begins at {@code startsAt}, belongs to. */
    public Instant ofStart(Instant startsAt) {
        return Instant.ofEpochMilli(Math.floorDiv(startsAt.toEpochMilli(), ms) * ms);
    }
}
