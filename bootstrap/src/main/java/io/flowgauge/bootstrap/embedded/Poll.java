package io.flowgauge.bootstrap.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/** Asks again and again until it is so. */
final class Poll {
    private static final long PAUSE_MS = 50;

    private Poll() {}

    interface Condition {
        boolean holds() throws IOException;
    }

    interface Question<T> {
        T ask() throws IOException;
    }

    /** Tells whether it held in time. */
    static boolean until(Duration patience, Condition condition) throws IOException {
        return until(patience, condition::holds, answer -> answer);
    }

    /**
     * Asks at least once. An interrupt does not shorten it: what is waited for here must not be left half done.
     *
     * @return the last answer: one that will do, or the one when patience ended
     */
    static <T> T until(Duration patience, Question<T> question, Predicate<T> willDo) throws IOException {
        var end = System.nanoTime() + patience.toNanos();
        var interrupted = false;
        try {
            while (true) {
                var answer = question.ask();
                if (willDo.test(answer) || System.nanoTime() - end > 0) return answer;
                try {
                    Thread.sleep(PAUSE_MS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
