package io.flowgauge.rest.api.flows;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryFlowRuns;
import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.application.port.in.QueryFlowRuns.RunWithTasks;
import io.flowgauge.application.port.out.FlowRuns.TaskPlace;
import io.flowgauge.application.port.out.Flows.RunFilter;
import io.flowgauge.application.port.out.Flows.RunPlace;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.TaskId;
import io.flowgauge.rest.api.tasks.TaskJson;
import io.flowgauge.rest.paging.Cursor;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/flows/{flowId}/runs} and {@code /api/v1/runs/{auditId}}. */
@RestController
class RunsEndpoint {
    private static final String LIST = "runs";
    private static final String TASKS = "tasks of run ";

    private final QueryFlowRuns runs;

    RunsEndpoint(QueryFlowRuns runs) {
        this.runs = runs;
    }

    record RunsJson(List<RunJson> runs, @Nullable String next) {}

    @JsonPropertyOrder(alphabetic = false)
    record RunWithTasksJson(
            @JsonUnwrapped RunJson run,
            List<TaskJson> tasks,
            @Nullable String next) {}

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/flows/{flowId}/runs", produces = MediaType.APPLICATION_JSON_VALUE)
    RunsJson runs(@AuthenticationPrincipal Caller caller, @PathVariable String flowId, HttpServletRequest request) {
        Parameters.only(request, "state", "from", "to", "limit", "cursor");
        Optional<Instant> from = Parameters.instant(request, "from");
        Optional<Instant> to = Parameters.instant(request, "to");
        if (from.isPresent() && to.isPresent()) {
            Parameters.inOrder(from.get(), to.get());
        }
        RunFilter filter = new RunFilter(Parameters.one(request, "state").map(RunsEndpoint::state), from, to);
        Page<Execution, RunPlace> page = runs.runs(
                        caller.tenant(),
                        Parameters.flowId(flowId),
                        filter,
                        Cursor.read(request, LIST, RunsEndpoint::place),
                        Parameters.limit(request))
                .orElseThrow(() -> FlowsEndpoint.noSuchFlow(flowId));
        return new RunsJson(
                page.items().stream().map(RunJson::of).toList(),
                page.next()
                        .map(place -> Cursor.of(
                                LIST,
                                place.started().toEpochMilli(),
                                place.run().value()))
                        .orElse(null));
    }

    private static RunPlace place(List<@Nullable String> parts) {
        return new RunPlace(
                Parameters.instant(Long.parseLong(Objects.requireNonNull(parts.get(0)))),
                new AuditId(Long.parseLong(Objects.requireNonNull(parts.get(1)))));
    }

    private static RunState state(String word) {
        return RunState.ofWord(word)
                .orElseThrow(() -> Problem.badRequest("state is \"" + word
                        + "\"; use queued, running, completed, warning, failed or cancelled, or leave it out for all"));
    }

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/runs/{auditId}", produces = MediaType.APPLICATION_JSON_VALUE)
    RunWithTasksJson run(
            @AuthenticationPrincipal Caller caller, @PathVariable String auditId, HttpServletRequest request) {
        Parameters.only(request, "limit", "cursor");
        AuditId id = Parameters.auditId(auditId);
        String list = TASKS + id.value();
        RunWithTasks run = runs.run(
                        caller.tenant(),
                        id,
                        Cursor.read(request, list, RunsEndpoint::taskPlace),
                        Parameters.limit(request))
                .orElseThrow(() -> new Problem(404, "there is no run " + auditId));
        return new RunWithTasksJson(
                RunJson.of(run.execution()),
                run.tasks().items().stream().map(TaskJson::of).toList(),
                run.tasks()
                        .next()
                        .map(place -> Cursor.of(
                                list,
                                place.started().toEpochMilli(),
                                place.task().value()))
                        .orElse(null));
    }

    private static TaskPlace taskPlace(List<@Nullable String> parts) {
        return new TaskPlace(
                Parameters.instant(Long.parseLong(Objects.requireNonNull(parts.get(0)))),
                new TaskId(Long.parseLong(Objects.requireNonNull(parts.get(1)))));
    }
}
