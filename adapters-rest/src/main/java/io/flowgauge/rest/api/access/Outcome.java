package io.flowgauge.rest.api.access;

import io.flowgauge.application.port.in.Change;
import io.flowgauge.rest.problem.Problem;
import java.util.List;

/** What came of a change, as an answer. */
public final class Outcome {
    private Outcome() {}

    /**
     * What is there now.
     *
     * @param notFound the detail of a 404
     */
    public static <T> T of(Change<T> change, String notFound) {
        if (change instanceof Change.Done<T> done) {
            return done.now();
        } else if (change instanceof Change.Forbidden<T> forbidden) {
            throw new Problem(403, forbidden.why());
        } else if (change instanceof Change.Conflict<T> conflict) {
            throw new Problem(409, conflict.why());
        } else if (change instanceof Change.Throttled<T> throttled) {
            long seconds = throttled.retryAfter().toSeconds();
            throw new Problem(429, "too many failed attempts; try again in " + seconds + " s").retryAfter(seconds);
        } else if (change instanceof Change.Busy<T> busy) {
            throw Problem.unavailable(
                    "too many passwords at once; try again", busy.retryAfter().toSeconds());
        } else if (change instanceof Change.Invalid<T> invalid) {
            throw Problem.badRequest(invalid.why(), List.of(new Problem.At("/" + invalid.field(), invalid.why())));
        }
        throw new Problem(404, notFound);
    }
}
