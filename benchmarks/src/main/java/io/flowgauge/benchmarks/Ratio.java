package io.flowgauge.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, in rounds of one side after the other, so that a noisy neighbour meets both.
 *
 * @param what was measured
 * @param unit of the figures
 * @param beside what else was seen, as a part of a sentence; may be empty
 */
record Ratio(String what, String unit, List<Round> rounds, Goal goal, String beside) {
    /** One figure of each side. */
    record Round(double ours, double theirs) {
        double times() {
            return ours / theirs;
        }
    }

    Ratio {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("there is no round of \"" + what + "\"; must be 1 or more");
        }
        rounds =
                rounds.stream().sorted(Comparator.comparingDouble(Round::times)).toList();
    }

    /** The one line for people: the round whose ratio is the middle one, then what the others' ratios reach from and to. */
    @Override
    public String toString() {
        Round middle = rounds.get(rounds.size() / 2);
        return String.format(
                Locale.ROOT,
                "%s: %.1f %s against %.1f %s = %.2f x (%s; %d rounds: %.2f to %.2f)%s",
                what,
                middle.ours(),
                unit,
                middle.theirs(),
                unit,
                middle.times(),
                goal,
                rounds.size(),
                rounds.get(0).times(),
                rounds.get(rounds.size() - 1).times(),
                beside.isEmpty() ? "" : ", " + beside);
    }
}
