package io.flowgauge.application.history;

import io.flowgauge.application.port.out.TaskHistory.Reach;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.RollupStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How long the steps of a curve may be, and which rows they are made of: the coarsest that a step is a multiple of and that reach back far enough. */
final class CurveSteps {
    private static final long MINUTE = RollupStep.MINUTE.length().toMillis();
    private static final long HOUR = RollupStep.HOUR.length().toMillis();
    private static final long WEEK = Duration.ofDays(7).toMillis();

    /** Below a minute these multiples of the check interval; then minutes, hours and days that people count in. */
    private static final long[] INTERVALS = {1, 2, 3, 6, 12, 30};

    private static final List<Duration> ROUND = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7));

    /** A step, and the coarsest rows that it is made of. */
    record Steps(long stepMs, Resolution resolution) {
        /** The start of the step that a moment lies in. */
        Instant of(Instant moment) {
            return Instant.ofEpochMilli(Math.floorDiv(moment.toEpochMilli(), stepMs) * stepMs);
        }

        /** How many steps the span from {@code from} until before {@code to} touches; it is not empty. */
        long count(Instant from, Instant to) {
            return Math.floorDiv(to.toEpochMilli() - 1, stepMs) - Math.floorDiv(from.toEpochMilli(), stepMs) + 1;
        }
    }

    private final long intervalMs;
    private final Reach reach;

    /** @param interval of the checks */
    CurveSteps(Duration interval, Reach reach) {
        this.intervalMs = interval.toMillis();
        this.reach = reach;
    }

    /** The shortest steps that the history has for {@code from} until {@code to} and that are at most {@code points}. */
    Steps atMost(int points, Instant from, Instant to) {
        return candidates()
                .mapToObj(step -> steps(step, from))
                .flatMap(Optional::stream)
                .filter(steps -> steps.count(from, to) <= points)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("steps double without end, so one is long enough"));
    }

    private Optional<Steps> steps(long step, Instant from) {
        return Stream.of(Resolution.HOURS, Resolution.MINUTES, Resolution.CHECKS)
                .filter(rows -> step % rowMs(rows) == 0 && reaches(rows, from))
                .findFirst()
                .map(rows -> new Steps(step, rows));
    }

    // Hours always do: where they are dropped too, the curve begins with what hours there are.
    private boolean reaches(Resolution resolution, Instant from) {
        return switch (resolution) {
            case CHECKS -> !from.isBefore(reach.checksFrom());
            case MINUTES -> !from.isBefore(reach.minutesFrom());
            case HOURS -> true;
        };
    }

    private LongStream candidates() {
        LongStream ofChecks = LongStream.of(INTERVALS)
                .map(times -> times * intervalMs)
                .filter(step -> step < MINUTE || step == intervalMs);
        LongStream round = ROUND.stream().mapToLong(Duration::toMillis).filter(step -> step >= intervalMs);
        return LongStream.concat(
                LongStream.concat(ofChecks, round).sorted(), LongStream.iterate(2 * WEEK, step -> step * 2));
    }

    private long rowMs(Resolution resolution) {
        return switch (resolution) {
            case CHECKS -> intervalMs;
            case MINUTES -> MINUTE;
            case HOURS -> HOUR;
        };
    }

    /** Steps of that length; empty when the history has no rows from {@code from} that they can be made of. */
    Optional<Steps> every(Duration step, Instant from) {
        return steps(step.toMillis(), from);
    }

    /** What the steps of a curve from {@code from} can be multiples of, in words. */
    String multiples(Instant from) {
        List<String> ms = Stream.of(Resolution.values())
                .filter(rows -> reaches(rows, from))
                .map(rows -> Long.toString(rowMs(rows)))
                .toList();
        return String.join(" or ", ms);
    }
}
