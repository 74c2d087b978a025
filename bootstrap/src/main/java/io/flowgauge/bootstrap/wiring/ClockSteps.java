package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.port.out.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Notices when the clock was set, by one that nobody sets. For one thread. */
final class ClockSteps {
    /** Smaller ones are no more than what corrects a clock all the time. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Uptime uptime;
    private Instant lastTime;
    private long lastMs;

    ClockSteps(InstantSource clock, Uptime uptime) {
        this.clock = clock;
        this.uptime = uptime;
        this.lastTime = clock.instant();
        this.lastMs = uptime.ms();
    }

    /** How far the clock was set ahead since the last call, negative when back; empty when it was not. */
    Optional<Duration> taken() {
        Instant time = clock.instant();
        long ms = uptime.ms();
        Duration step = Duration.between(lastTime, time).minusMillis(ms - lastMs);
        lastTime = time;
        lastMs = ms;
        return Optional.of(step).filter(some -> some.abs().compareTo(LEAST) >= 0);
    }
}
