package io.flowgauge.rest.etl;

import io.flowgauge.application.port.in.QueryFlowRuns;
import io.flowgauge.application.port.out.FlowRuns.Choice;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /rest/v1/executions/{flow_id}}: one run of a flow. */
@RestController
class ExecutionsEndpoint {

    private final QueryFlowRuns runs;

    ExecutionsEndpoint(QueryFlowRuns runs) {
        this.runs = runs;
    }

    @Requires(Permission.READ_EXECUTIONS)
    @GetMapping(
            path = {
                "/etl/rest/v1/executions/{flowId}",
                "/etl/rest/v1/executions/{flowId}/",
                "/rest/v1/executions/{flowId}",
                "/rest/v1/executions/{flowId}/"
            },
            produces = MediaType.APPLICATION_JSON_VALUE)
    ExecutionJson execution(
            @AuthenticationPrincipal Caller caller, @PathVariable String flowId, HttpServletRequest request) {
        return runs.execution(caller.tenant(), Parameters.flowId(flowId), choice(request))
                .map(ExecutionJson::of)
                .orElseThrow(() -> new Problem(404, "flow " + flowId + " has no such run, or there is no such flow"));
    }

    private static Choice choice(HttpServletRequest request) {
        List<Choice> choices = new ArrayList<>();
        Parameters.one(request, "auditId")
                .map(Parameters::auditId)
                .map(Choice.ById::new)
                .ifPresent(choices::add);
        Parameters.one(request, "messageId")
                .map(ExecutionsEndpoint::uuid)
                .map(Choice.ByMessage::new)
                .ifPresent(choices::add);
        Parameters.one(request, "status")
                .map(word -> new Choice.NewestIn(Set.of(Status.ofWord(word).state())))
                .ifPresent(choices::add);
        if (choices.size() > 1) {
            throw Problem.badRequest(
                    "auditId, messageId and status are each a choice of its own; give one of them, or none");
        }
        return choices.isEmpty() ? new Choice.CurrentOrLast() : choices.get(0);
    }

    private static UUID uuid(String text) {
        return Parameters.uuid(text)
                .orElseThrow(() -> Problem.badRequest("messageId is \"" + text + "\", which is no UUID"));
    }
}
