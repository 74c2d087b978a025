package io.flowgauge.rest.api.flows;

import io.flowgauge.application.port.in.DescribeFlows;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.api.access.Outcome;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code PATCH /api/v1/flows/{flowId}}: what people say of a flow, as a merge patch (RFC 7396). */
@RestController
class DescribeFlowEndpoint {
    private final DescribeFlows flows;

    DescribeFlowEndpoint(DescribeFlows flows) {
        this.flows = flows;
    }

    @Requires(Permission.DESCRIBE_FLOWS)
    @PatchMapping(path = "/api/v1/flows/{flowId}", produces = MediaType.APPLICATION_JSON_VALUE)
    FlowJson describe(
            @AuthenticationPrincipal Caller.Person caller, @PathVariable String flowId, HttpServletRequest request)
            throws IOException {
        Parameters.only(request);
        FlowId flow = Parameters.flowId(flowId);
        return FlowJson.of(
                Outcome.of(flows.describe(caller.actor(request), flow, change(request)), "there is no flow " + flowId));
    }

    /** A field that is left out stays, one that is null goes. */
    private static UnaryOperator<FlowDescription> change(HttpServletRequest request) throws IOException {
        JsonBody body = JsonBody.of(
                request,
                "{\"description\": \"…\" or null, \"owner\": \"…\" or null, \"link\": \"https://…\" or null}",
                "application/merge-patch+json");
        body.only("description", "owner", "link");
        Optional<FlowDescription> description =
                body.textOrNull("description", text -> new FlowDescription(text, null, null));
        Optional<FlowDescription> owner = body.textOrNull("owner", text -> new FlowDescription(null, text, null));
        Optional<FlowDescription> link = body.textOrNull("link", text -> new FlowDescription(null, null, text));
        body.check();
        return before -> new FlowDescription(
                body.has("description")
                        ? description.map(FlowDescription::description).orElse(null)
                        : before.description(),
                body.has("owner") ? owner.map(FlowDescription::owner).orElse(null) : before.owner(),
                body.has("link") ? link.map(FlowDescription::link).orElse(null) : before.link());
    }
}
