package io.flowgauge.rest.api.history;

import io.flowgauge.application.port.in.QueryTaskHistory;
import io.flowgauge.application.port.in.QueryTaskHistory.Answer;
import io.flowgauge.application.port.in.QueryTaskHistory.Detail;
import io.flowgauge.application.port.in.QueryTaskHistory.Span;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/tasks/{id}/history}: the curve of a task. */
@RestController
class CurveEndpoint {
    /** Ten years, in ms. */
    private static final long LONGEST_STEP_MS = 315_360_000_000L;

    private static final int POINTS = 500;

    private final QueryTaskHistory history;

    CurveEndpoint(QueryTaskHistory history) {
        this.history = history;
    }

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/tasks/{id}/history", produces = MediaType.APPLICATION_JSON_VALUE)
    CurveJson curve(@AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request) {
        Parameters.only(request, "from", "to", "step", "maxPoints");
        Span span = new Span(
                Parameters.instant(request, "from").orElse(null),
                Parameters.instant(request, "to").orElse(null));
        Answer answer = history.curve(caller.tenant(), Parameters.taskId(id), span, detail(request));
        if (answer instanceof Answer.Refused refused) {
            throw Problem.badRequest(refused.detail());
        }
        if (answer instanceof Answer.Curve curve) {
            return CurveJson.of(curve);
        }
        throw new Problem(404, "there is no task " + id);
    }

    private static Detail detail(HttpServletRequest request) {
        Optional<Long> step = Parameters.number(request, "step", 1, LONGEST_STEP_MS);
        Optional<Long> points = Parameters.number(request, "maxPoints", 1, QueryTaskHistory.MOST_POINTS);
        if (step.isPresent() && points.isPresent()) {
            throw Problem.badRequest("step and maxPoints each say how fine the curve is; give one of them, or none");
        }
        return step.<Detail>map(ms -> new Detail.Every(Duration.ofMillis(ms)))
                .orElseGet(() -> new Detail.AtMost(points.map(Math::toIntExact).orElse(POINTS)));
    }
}
