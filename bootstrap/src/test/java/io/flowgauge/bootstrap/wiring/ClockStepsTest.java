package io.flowgauge.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockStepsTest {
    private Instant time = Instant.parse("2026-11-23T10:00:00Z");
    private long uptimeMs = 5;
    private final ClockSteps steps = new ClockSteps(() -> time, () -> uptimeMs);

    private void pass(Duration byTheClock, Duration really) {
        time = time.plus(byTheClock);
        uptimeMs += really.toMillis();
    }

    @Test
    void timeThatPassesIsNoStep() {
        pass(Duration.ofHours(3), Duration.ofHours(3));
        assertThat(steps.taken()).isEmpty();
        pass(Duration.ofMillis(10_900), Duration.ofSeconds(10));
        assertThat(steps.taken()).isEmpty();
    }

    @Test
    void aClockThatIsSetTakesOneStep() {
        pass(Duration.ofMinutes(-50), Duration.ofMinutes(10));
        assertThat(steps.taken()).contains(Duration.ofHours(-1));
        assertThat(steps.taken()).isEmpty();
        pass(Duration.ofDays(1).plusSeconds(10), Duration.ofSeconds(10));
        assertThat(steps.taken()).contains(Duration.ofDays(1));
    }
}
