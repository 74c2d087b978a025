package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code GET /api/v1/tasks/{id}/history} of a service that checks each second. */
class TaskHistoryTest {
    private static RunningService service;
    private static String admin;

    @BeforeAll
    static void start() {
        service = new RunningService("--flowgauge.check-interval=1s");
        admin = service.adminToken();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static long id(String requestId) {
        for (JsonNode task :
                service.get("/api/v1/tasks?limit=1000", admin).json().get("tasks")) {
            if (task.get("requestId").asString().equals(requestId)) {
                return task.get("id").asLong();
            }
        }
        throw new AssertionError(requestId + " is not live");
    }

    private static long sum(JsonNode curve) {
        return StreamSupport.stream(curve.get("points").spliterator(), false)
                .mapToLong(point -> point.get("records").asLong(0))
                .sum();
    }

    @Test
    void aCurvesPointsAddUpToWhatTheTaskMovedWhileItRunsAndOnceItEnded() {
        String request = newId();
        service.report(whole(request, 1, "running", 10, ""));
        long id = id(request);
        String path = "/api/v1/tasks/" + id + "/history";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get(path, admin).json().get("points").size() > 4);
        service.report(small(request, 2, "running", 70));

        JsonNode running = service.get(path, admin).json();
        assertThat(running.get("taskId").asLong()).isEqualTo(id);
        assertThat(running.get("step").asLong()).isEqualTo(1_000);
        assertThat(running.get("resolution").asString()).isEqualTo("checks");
        assertThat(sum(running)).isEqualTo(70);
        JsonNode points = running.get("points");
        assertThat(points.get(points.size() - 1).get("live").asBoolean()).isTrue();

        service.report(small(request, 3, "completed", 95));
        JsonNode ended = service.get(path, admin).json();
        assertThat(sum(ended)).isEqualTo(95);
        JsonNode last = ended.get("points").get(ended.get("points").size() - 1);
        assertThat(last.get("state").asString()).isEqualTo("completed");
        assertThat(last.has("live")).isFalse();
    }
}
