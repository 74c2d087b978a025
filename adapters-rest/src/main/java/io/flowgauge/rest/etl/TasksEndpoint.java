package io.flowgauge.rest.etl;

import io.flowgauge.application.port.in.QueryRunningTasks;
import io.flowgauge.application.port.in.QueryRunningTasks.Running;
import io.flowgauge.domain.Permission;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/** The documented lists of running tasks. */
@Controller
class TasksEndpoint {
    private static final TaskJsonMapping MAPPING = new GeneratedTaskJsonMapping();

    private final QueryRunningTasks tasks;
    private final ObjectWriter writer;

    TasksEndpoint(QueryRunningTasks tasks, JsonMapper json) {
        this.tasks = tasks;
        this.writer = json.writerFor(TaskJson.class);
    }

    @Requires(Permission.READ_TASKS)
    @GetMapping({"/etl/rest/v1/tasks", "/etl/rest/v1/tasks/", "/rest/v1/tasks", "/rest/v1/tasks/"})
    void all(@AuthenticationPrincipal Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(tasks.all(caller.tenant(), Parameters.type(request)), response);
    }

    @Requires(Permission.READ_TASKS)
    @GetMapping({
        "/etl/rest/v1/tasks/{auditId}",
        "/etl/rest/v1/tasks/{auditId}/",
        "/rest/v1/tasks/{auditId}",
        "/rest/v1/tasks/{auditId}/"
    })
    void ofRun(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String auditId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        write(tasks.ofRun(caller.tenant(), Parameters.auditId(auditId), Parameters.type(request)), response);
    }

    /** Task after task, so that a long list is never in memory whole. */
    private void write(Running running, HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        try (SequenceWriter list = writer.writeValuesAsArray(response.getOutputStream())) {
            running.forEach(
                    task -> list.write(MAPPING.task(task.task(), task.last(), running.tenant(), running.now())));
        }
    }
}
