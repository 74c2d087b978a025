package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.IssueTokens.Answer;
import io.flowgauge.rest.problem.Problem;

/** Why someone was not signed in; the same for a login that nobody has and a wrong password. */
final class SignInProblem {
    private SignInProblem() {}

    static Problem of(Answer answer) {
        if (answer instanceof Answer.Throttled throttled) {
            long seconds = throttled.retryAfter().toSeconds();
            return new Problem(429, "too many failed attempts; try again in " + seconds + " s").retryAfter(seconds);
        } else if (answer instanceof Answer.Busy busy) {
            return Problem.unavailable(
                    "too many sign-ins at once; try again", busy.retryAfter().toSeconds());
        }
        return new Problem(401, "login or password is wrong");
    }
}
