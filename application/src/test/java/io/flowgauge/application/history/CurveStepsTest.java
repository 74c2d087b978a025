package io.flowgauge.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.history.CurveSteps.Steps;
import io.flowgauge.application.port.out.TaskHistory.Reach;
import io.flowgauge.domain.Resolution;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveStepsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:07Z");
    private static final Reach REACH = new Reach(
            NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(35)), NOW.minusSeconds(67), NOW.minusSeconds(7));
    private static final CurveSteps STEPS = new CurveSteps(Duration.ofSeconds(10), REACH);

    @ParameterizedTest
    @CsvSource({
        "PT1H, 500, PT10S, CHECKS",
        "PT1H, 200, PT20S, CHECKS",
        "PT1H, 130, PT30S, CHECKS",
        "PT1H, 100, PT1M, MINUTES",
        "PT24H, 500, PT5M, MINUTES",
        "PT24H, 5000, PT20S, CHECKS",
        "P7D, 500, PT30M, MINUTES",
        "P7D, 5000, PT5M, MINUTES",
        "P30D, 500, PT2H, HOURS",
        "P30D, 5000, PT10M, MINUTES",
        "P35D, 5000, PT15M, MINUTES",
        "P36D, 5000, PT1H, HOURS",
        "P365D, 500, P1D, HOURS",
        "P700D, 100, P14D, HOURS",
        "P700D, 1, P1792D, HOURS"
    })
    void aSpanHasTheShortestStepWhoseRowsReachBackSoFarAndThatGivesNoMorePoints(
            String span, int points, String step, Resolution resolution) {
        Steps steps = STEPS.atMost(points, NOW.minus(Duration.parse(span)), NOW);

        assertThat(Duration.ofMillis(steps.stepMs())).isEqualTo(Duration.parse(step));
        assertThat(steps.resolution()).isEqualTo(resolution);
    }

    @Test
    void howeverOldItIsToldInHours() {
        Steps steps = STEPS.atMost(5_000, NOW.minus(Duration.ofDays(1_000)), NOW);

        assertThat(steps.resolution()).isEqualTo(Resolution.HOURS);
        assertThat(Duration.ofMillis(steps.stepMs())).isEqualTo(Duration.ofHours(6));
    }

    @ParameterizedTest
    @CsvSource({"PT90S, PT90S", "PT45S, PT45S", "PT7S, PT7S", "PT1H, PT1H", "PT50M, PT50M", "PT2M, PT2M"})
    void noStepIsShorterThanTheTimeBetweenTwoChecks(String interval, String shortest) {
        CurveSteps steps = new CurveSteps(Duration.parse(interval), REACH);

        assertThat(Duration.ofMillis(
                        steps.atMost(5_000, NOW.minusSeconds(3_600), NOW).stepMs()))
                .isEqualTo(Duration.parse(shortest));
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, 10000, CHECKS",
        "PT1H, 70000, CHECKS",
        "PT1H, 420000, MINUTES",
        "PT1H, 3600000, HOURS",
        "P3D, 420000, MINUTES",
        "P40D, 10800000, HOURS"
    })
    void aStepOfItsOwnIsMadeOfTheCoarsestRowsThatItIsAMultipleOf(String span, long step, Resolution resolution) {
        assertThat(STEPS.every(Duration.ofMillis(step), NOW.minus(Duration.parse(span))))
                .hasValue(new Steps(step, resolution));
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, 1, 10000 or 60000 or 3600000",
        "PT1H, 15000, 10000 or 60000 or 3600000",
        "P3D, 10000, 60000 or 3600000",
        "P40D, 60000, 3600000"
    })
    void aStepThatNoRowsFitIsNone(String span, long step, String right) {
        Instant from = NOW.minus(Duration.parse(span));

        assertThat(STEPS.every(Duration.ofMillis(step), from)).isEmpty();
        assertThat(STEPS.multiples(from)).isEqualTo(right);
    }

    @Property
    void thereAreNeverMorePointsThanAskedForAndTheyCoverTheSpan(
            @ForAll @IntRange(min = 1, max = 3_600) int interval,
            @ForAll @LongRange(min = 1, max = 100_000_000_000L) long span,
            @ForAll @LongRange(min = 0, max = 100_000_000_000L) long ago,
            @ForAll @IntRange(min = 1, max = 5_000) int points) {
        Instant to = NOW.minusMillis(ago);
        Instant from = to.minusMillis(span);

        Steps steps = new CurveSteps(Duration.ofSeconds(interval), REACH).atMost(points, from, to);

        assertThat(steps.count(from, to)).isBetween(1L, (long) points);
        assertThat(steps.of(from)).isBeforeOrEqualTo(from);
        assertThat(steps.of(from).toEpochMilli() % steps.stepMs()).isZero();
        assertThat(steps.of(from).plusMillis(steps.count(from, to) * steps.stepMs()))
                .isAfterOrEqualTo(to);
    }
}
