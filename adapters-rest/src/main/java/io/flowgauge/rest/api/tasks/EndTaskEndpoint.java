package io.flowgauge.rest.api.tasks;

import io.flowgauge.application.port.in.EndTasks;
import io.flowgauge.application.port.in.EndTasks.Answer;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.domain.EndingByHand;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/v1/tasks/{id}/end}: ends a task that its engine has forgotten. */
@RestController
class EndTaskEndpoint {
    private final EndTasks tasks;

    EndTaskEndpoint(EndTasks tasks) {
        this.tasks = tasks;
    }

    @Requires(Permission.END_TASKS)
    @PostMapping(path = "/api/v1/tasks/{id}/end", produces = MediaType.APPLICATION_JSON_VALUE)
    TaskJson end(@AuthenticationPrincipal Caller.Person caller, @PathVariable String id, HttpServletRequest request)
            throws IOException {
        Parameters.only(request);
        TaskId task = Parameters.taskId(id);
        Answer answer = tasks.end(
                caller.actor(request), task, hand(request, caller.user().login()));
        if (answer instanceof Answer.Ended ended) {
            return TaskJson.of(ended.task());
        }
        if (answer instanceof Answer.EndedBefore before) {
            throw new Problem(409, "task " + id + " has ended already: " + how(before.task()));
        }
        throw new Problem(404, "there is no task " + id);
    }

    private static EndingByHand hand(HttpServletRequest request, String login) throws IOException {
        JsonBody body = JsonBody.of(request, "{\"state\": \"failed\" or \"cancelled\", \"reason\": \"…\"}");
        body.only("state", "reason");
        Optional<Outcome> outcome = body.text("state", EndTaskEndpoint::outcome);
        Optional<EndingByHand> hand =
                body.text("reason", reason -> new EndingByHand(outcome.orElse(Outcome.FAILED), reason, login));
        body.check();
        return hand.orElseThrow();
    }

    private static Outcome outcome(String word) {
        return Outcome.ofWord(word)
                .filter(outcome -> outcome != Outcome.COMPLETED)
                .orElseThrow(() -> new IllegalArgumentException("state is \"" + word
                        + "\", must be failed or cancelled; that it completed its engine alone can say"));
    }

    private static String how(TaskNow task) {
        Instant at = task.task().ended();
        String by = task.task().state() instanceof TaskState.Ended ended && ended.by() != null
                ? "by hand of " + ended.by()
                : "as its engine said";
        return task.task().state().word() + " at " + at + ", " + by;
    }
}
