package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.http.ServiceApi.Answer;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /api/v1/tasks/{id}} and its {@code history}, of a service that checks each second. */
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

    private static JsonNode live(String requestId) {
        JsonNode tasks =
                service.get("/api/v1/tasks?q=" + requestId, admin).json().get("tasks");
        return StreamSupport.stream(tasks.spliterator(), false)
                .filter(task -> task.get("requestId").asString().equals(requestId))
                .findFirst()
                .orElseThrow(() -> new AssertionError(requestId + " is not live"));
    }

    private static String begun(String requestId, String more) {
        service.report(whole(requestId, 1, "running", 10, more));
        return "/api/v1/tasks/" + live(requestId).get("id").asLong();
    }

    private static JsonNode got(String path) {
        Answer answer = service.get(path, admin);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static long sum(JsonNode curve) {
        return StreamSupport.stream(curve.get("points").spliterator(), false)
                .mapToLong(point -> point.get("records").asLong(0))
                .sum();
    }

    private static JsonNode last(JsonNode curve) {
        return curve.get("points").get(curve.get("points").size() - 1);
    }

    @Test
    void aCurvesPointsAddUpToWhatTheTaskMovedWhileItRunsAndOnceItEnded() {
        String request = newId();
        String task = begun(request, "");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> got(task + "/history").get("points").size() > 4);
        service.report(small(request, 2, "running", 70));

        JsonNode running = got(task + "/history");
        assertThat(running.propertyNames()).containsExactly("taskId", "step", "resolution", "points", "gaps");
        assertThat(task).endsWith("/" + running.get("taskId").asLong());
        assertThat(running.get("step").asLong()).isEqualTo(1_000);
        assertThat(running.get("resolution").asString()).isEqualTo("checks");
        assertThat(sum(running)).isEqualTo(70);
        assertThat(last(running).get("live").asBoolean()).isTrue();
        assertThat(last(running).get("state").asString()).isEqualTo("running");

        service.report(small(request, 3, "completed", 95));
        JsonNode ended = got(task + "/history");
        assertThat(sum(ended)).isEqualTo(95);
        assertThat(last(ended).get("state").asString()).isEqualTo("completed");
        assertThat(last(ended).propertyNames())
                .containsExactly("at", "records", "recordsPerSecond", "latency", "state");
    }

    @Test
    void percentilesOfTheLastCheckAreOnTheTaskAndOfEachStepInItsCurve() {
        String request = newId();
        // Nine records of 20 to 24 ms and one of 215 to 261 ms.
        String task = begun(
                request,
                ",\"latency\":{\"count\":10,\"sum\":420,\"min\":20,\"max\":240,\"last\":21,\"buckets\":{\"17\":9,\"29\":1}}");
        assertThat(live(request).get("latencyP50").isNull()).isTrue();

        // Of the check that saw them; the next ones see nothing new.
        JsonNode checked = await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> live(request), read -> !read.get("latencyP50").isNull());
        assertThat(checked.get("latencyP50").asLong()).isBetween(20L, 24L);
        assertThat(checked.get("latencyP95").asLong()).isBetween(215L, 240L);
        assertThat(checked.get("latencyP99").asLong()).isBetween(215L, 240L);

        JsonNode point = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> StreamSupport.stream(
                                        got(task + "/history").get("points").spliterator(), false)
                                .filter(read -> read.get("latency").isObject() && !read.has("live"))
                                .findFirst()
                                .orElse(null),
                        read -> read != null);
        JsonNode latency = point.get("latency");
        assertThat(latency.propertyNames()).containsExactly("avg", "min", "max", "p50", "p95", "p99");
        assertThat(latency.get("avg").asLong()).isEqualTo(42);
        assertThat(latency.get("p50").asLong())
                .isEqualTo(checked.get("latencyP50").asLong());
        assertThat(latency.get("p99").asLong())
                .isEqualTo(checked.get("latencyP99").asLong());
    }

    @Test
    void aTaskHasTheDocumentedFieldsAmongItsOwnLiveAndOnceItEnded() {
        String request = newId();
        String task = begun(
                request,
                ",\"owner\":\"etl\",\"engine\":\"eu-1\",\"recordsExpected\":100,\"recordsFailed\":3,\"bytesProcessed\":77,\"code\":\"select 1\",\"language\":\"sql\","
                        + "\"labels\":{\"team\":\"crm\"},\"link\":\"https://example.org\",\"parentRequestId\":\"parent\","
                        + "\"cdc\":{\"connector\":\"postgresql\",\"position\":\"0/1A\",\"queueCapacity\":10,\"queueRemaining\":8}");

        JsonNode live = got(task);
        assertThat(live.propertyNames())
                .containsExactly(
                        "id",
                        "auditId",
                        "flowId",
                        "flow",
                        "state",
                        "engine",
                        "requestId",
                        "owner",
                        "name",
                        "started",
                        "duration",
                        "code",
                        "type",
                        "tenant",
                        "language",
                        "latency",
                        "maxLatency",
                        "minLatency",
                        "avgLatency",
                        "recordsProcessed",
                        "recordsProcessedSinceLastCheck",
                        "lastCheck",
                        "lastTimeRecordsReceivedDate",
                        "recordsExpected",
                        "recordsFailed",
                        "bytesProcessed",
                        "latencyP50",
                        "latencyP95",
                        "latencyP99",
                        "labels",
                        "link",
                        "ended",
                        "error",
                        "endedBy",
                        "parentRequestId",
                        "cdc");
        assertThat(live.get("state").asString()).isEqualTo("running");
        assertThat(live.get("engine").asString()).isEqualTo("eu-1");
        assertThat(live.get("recordsExpected").asLong()).isEqualTo(100);
        assertThat(live.get("recordsFailed").asLong()).isEqualTo(3);
        assertThat(live.get("bytesProcessed").asLong()).isEqualTo(77);
        assertThat(live.get("labels").get("team").asString()).isEqualTo("crm");
        assertThat(live.get("cdc").get("position").asString()).isEqualTo("0/1A");
        assertThat(live.get("ended").isNull()).isTrue();
        assertThat(live.get("tenant").asString()).isEqualTo("default");

        service.report("{\"requestId\":\"" + request
                + "\",\"sequence\":2,\"state\":\"failed\",\"recordsProcessed\":60,\"error\":\"disk full\"}");
        JsonNode ended = got(task);
        assertThat(ended.propertyNames()).isEqualTo(live.propertyNames());
        assertThat(ended.get("state").asString()).isEqualTo("failed");
        assertThat(ended.get("error").asString()).isEqualTo("disk full");
        assertThat(ended.get("recordsProcessed").asLong()).isEqualTo(60);
        assertThat(ended.get("ended").asLong()).isPositive();
        assertThat(ended.get("code").asString()).isEqualTo("select 1");
        assertThat(ended.get("parentRequestId").asString()).isEqualTo("parent");
        assertThat(ended.get("lastCheck").isNull()).isTrue();
        assertThat(service.get("/api/v1/tasks?q=" + request, admin).json().get("tasks"))
                .isEmpty();
    }

    @Test
    void aStepOfItsOwnIsKeptToAndAnHoursPointsAreAtItsMultiples() {
        String task = begun(newId(), "");
        long now = System.currentTimeMillis();

        JsonNode curve = got(task + "/history?from=" + (now - 3_600_000) + "&to=" + (now + 60_000) + "&step=420000");
        assertThat(curve.get("step").asLong()).isEqualTo(420_000);
        assertThat(curve.get("resolution").asString()).isEqualTo("minutes");
        for (JsonNode point : curve.get("points")) {
            assertThat(point.get("at").asLong() % 420_000).isZero();
        }
        assertThat(sum(curve)).isEqualTo(10);
        assertThat(got(task + "/history?maxPoints=1").get("points")).hasSize(1);
        assertThat(got(task + "/history?from=0&to=1").get("points")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "step=1500",
                "step=0",
                "step=-1",
                "step=1e3",
                "step=1000&maxPoints=5",
                "maxPoints=0",
                "maxPoints=5001",
                "maxPoints=x",
                "from=x",
                "from=1.5",
                "to=%2B5",
                "from=9223372036854775808",
                "from=5&to=4",
                "from=5&from=5",
                "step=1000&step=1000"
            })
    void whatIsNotAsItMustBeIsRefused(String query) {
        String task = begun(newId(), "");

        Answer answer = service.get(task + "/history?" + query, admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        if (query.equals("step=1500")) {
            assertThat(answer.json().get("detail").asString())
                    .contains("step is 1500 ms")
                    .contains("1000 or 60000 or 3600000 ms");
        }
    }

    @Test
    void aTaskThatIsNotThereIs404AndOneThatIsNoneIs400() {
        assertThat(service.get("/api/v1/tasks/999999999", admin).status()).isEqualTo(404);
        assertThat(service.get("/api/v1/tasks/999999999/history", admin).status())
                .isEqualTo(404);
        assertThat(service.get("/api/v1/tasks/abc", admin).status()).isEqualTo(400);
        assertThat(service.get("/api/v1/tasks/0/history", admin).status()).isEqualTo(400);
        assertThat(service.get("/api/v1/tasks/1/nothing", admin).status()).isEqualTo(404);
        assertThat(service.get("/api/v1/tasks/abc", null).status()).isEqualTo(401);
    }
}
