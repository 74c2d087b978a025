package io.flowgauge.rest.api.tasks;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryTasks;
import io.flowgauge.application.port.in.QueryTasks.Filter;
import io.flowgauge.application.port.in.QueryTasks.Position;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.TaskState;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/tasks}: live tasks, and one task of any time. */
@RestController
class TaskEndpoint {
    private final QueryTasks tasks;

    TaskEndpoint(QueryTasks tasks) {
        this.tasks = tasks;
    }

    record TasksJson(List<TaskJson> tasks, @Nullable String next) {}

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/tasks", produces = MediaType.APPLICATION_JSON_VALUE)
    TasksJson live(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(
                request, "type", "state", "flow", "flowId", "auditId", "engine", "q", "sort", "limit", "cursor");
        Sort sort = Sort.of(request);
        Page<TaskNow, Position> page = tasks.live(
                caller.tenant(), filter(request), sort.order(), sort.position(request), Parameters.limit(request));
        return new TasksJson(
                page.items().stream().map(TaskJson::of).toList(),
                page.next().map(sort::cursor).orElse(null));
    }

    private static Filter filter(HttpServletRequest request) {
        return new Filter(
                Parameters.type(request),
                Parameters.one(request, "state").map(TaskEndpoint::state),
                Parameters.one(request, "flow"),
                Parameters.one(request, "flowId").map(Parameters::flowId),
                Parameters.one(request, "auditId").map(Parameters::auditId),
                Parameters.one(request, "engine"),
                Parameters.one(request, "q"));
    }

    private static TaskState.Kind state(String word) {
        return TaskState.Kind.ofWord(word)
                .filter(kind -> kind == TaskState.Kind.RUNNING || kind == TaskState.Kind.LOST)
                .orElseThrow(() ->
                        Problem.badRequest("state is \"" + word + "\"; use running or lost, or leave it out for both"));
    }

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/tasks/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    TaskJson task(@AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request) {
        Parameters.only(request);
        return tasks.task(caller.tenant(), Parameters.taskId(id))
                .map(TaskJson::of)
                .orElseThrow(() -> new Problem(404, "there is no task " + id));
    }
}
