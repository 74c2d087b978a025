package io.flowgauge.rest.api.flows;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryFlows;
import io.flowgauge.application.port.in.QueryFlows.FlowNow;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.paging.Cursor;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/flows}: flows, and how they usually go. */
@RestController
class FlowsEndpoint {
    private static final String LIST = "flows";
    private static final int DAYS = 30;
    private static final int MOST_DAYS = 731;

    private final QueryFlows flows;

    FlowsEndpoint(QueryFlows flows) {
        this.flows = flows;
    }

    record FlowsJson(List<FlowJson> flows, @Nullable String next) {}

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/flows", produces = MediaType.APPLICATION_JSON_VALUE)
    FlowsJson flows(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(request, "name", "limit", "cursor");
        Optional<String> after = Cursor.read(request, LIST, parts -> Objects.requireNonNull(parts.get(0)));
        Page<FlowNow, String> page =
                flows.flows(caller.tenant(), Parameters.one(request, "name"), after, Parameters.limit(request));
        return new FlowsJson(
                page.items().stream().map(FlowJson::of).toList(),
                page.next().map(name -> Cursor.of(LIST, name)).orElse(null));
    }

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/flows/{flowId}", produces = MediaType.APPLICATION_JSON_VALUE)
    FlowJson flow(@AuthenticationPrincipal Caller caller, @PathVariable String flowId, HttpServletRequest request) {
        Parameters.only(request);
        return flows.flow(caller.tenant(), Parameters.flowId(flowId))
                .map(FlowJson::of)
                .orElseThrow(() -> noSuchFlow(flowId));
    }

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/flows/{flowId}/trend", produces = MediaType.APPLICATION_JSON_VALUE)
    TrendJson trend(@AuthenticationPrincipal Caller caller, @PathVariable String flowId, HttpServletRequest request) {
        Parameters.only(request, "days");
        int days = Parameters.number(request, "days", 1, MOST_DAYS)
                .map(Math::toIntExact)
                .orElse(DAYS);
        return flows.trend(caller.tenant(), Parameters.flowId(flowId), days)
                .map(TrendJson::of)
                .orElseThrow(() -> noSuchFlow(flowId));
    }

    static Problem noSuchFlow(String flowId) {
        return new Problem(404, "there is no flow " + flowId);
    }
}
