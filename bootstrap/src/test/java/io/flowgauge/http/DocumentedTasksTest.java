package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Role;
import io.flowgauge.http.ServiceApi.Answer;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The documented task endpoints, {@code executions}, and the errors of all, sentence by sentence. */
class DocumentedTasksTest {
    private static RunningService service;
    private static String admin;

    @BeforeAll
    static void start() {
        service = new RunningService("--flowgauge.check-interval=3600s");
        admin = service.adminToken();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aTaskHasExactlyTheDocumentedFieldsInTheirOrder() {
        String id = newId();
        service.report(
                whole(
                        id,
                        1,
                        "running",
                        7,
                        ",\"owner\":\"etl\",\"language\":\"sql\",\"code\":\"select 1\",\"latency\":{\"count\":2,\"sum\":5,\"min\":2,\"max\":3,\"last\":2}"));

        JsonNode task = service.task(id);

        assertThat(task.propertyNames())
                .containsExactly(
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
                        "lastTimeRecordsReceivedDate");
        assertThat(task.get("owner").asString()).isEqualTo("etl");
        assertThat(task.get("started").asLong()).isEqualTo(RunningService.NOW - 1000);
        assertThat(task.get("duration").asLong()).isGreaterThanOrEqualTo(1000);
        assertThat(task.get("code").asString()).isEqualTo("select 1");
        assertThat(task.get("type").asString()).isEqualTo("extract");
        assertThat(task.get("tenant").asString()).isEqualTo("default");
        assertThat(task.get("latency").asLong()).isEqualTo(2);
        assertThat(task.get("avgLatency").asLong()).isEqualTo(3);
        assertThat(task.get("recordsProcessed").asLong()).isEqualTo(7);
        assertThat(task.get("recordsProcessedSinceLastCheck").asLong()).isEqualTo(7);
        assertThat(task.get("lastCheck").isNull()).isTrue();
        assertThat(task.get("lastTimeRecordsReceivedDate").isNull()).isTrue();
    }

    @Test
    void whatIsUnknownIsNull() {
        String id = newId();
        service.report(whole(id, 1, "running", 0, ""));

        JsonNode task = service.task(id);

        for (String field : List.of("owner", "code", "language", "latency", "maxLatency", "minLatency", "avgLatency")) {
            assertThat(task.get(field).isNull()).as(field).isTrue();
        }
    }

    @Test
    void aStreamsCodeIsItsCdcMetricsInOneLine() {
        String id = newId();
        service.report(whole(
                        id,
                        1,
                        "running",
                        0,
                        ",\"cdc\":{\"connector\":\"postgresql\",\"position\":\"0/1A\",\"queueCapacity\":10,\"queueRemaining\":8}")
                .replace("\"extract\"", "\"stream\""));

        assertThat(service.task(id).get("code").asString()).isEqualTo("postgresql at 0/1A, queue 2 of 10");
    }

    @Test
    void tasksAreOrderedByStartThenRequestId() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            service.report(whole(newId(), 1, "running", 0, "")
                    .replace(
                            "\"started\":" + (RunningService.NOW - 1000),
                            "\"started\":" + (RunningService.NOW - 5000 - i % 2)));
        }
        for (JsonNode task : service.get("/rest/v1/tasks", admin).json()) {
            keys.add("%020d %s"
                    .formatted(
                            task.get("started").asLong(), task.get("requestId").asString()));
        }

        assertThat(keys).hasSizeGreaterThanOrEqualTo(5).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etl/rest/v1/tasks/", "/etl/rest/v1/tasks", "/rest/v1/tasks/", "/rest/v1/tasks"})
    void theListAnswersWithAndWithoutTheTrailingSlashAndThePrefix(String path) {
        Answer answer = service.get(path, admin);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().isArray()).isTrue();
    }

    @Test
    void aRunsTasksAreItsOwnAndThoseOfTheTypeAskedFor() {
        String id = newId();
        long run = service.report(whole(id, 1, "running", 0, ""))
                .json()
                .get("runs")
                .get(0)
                .get("auditId")
                .asLong();
        service.report(whole(newId(), 1, "running", 0, ""));

        for (String path : List.of(
                "/etl/rest/v1/tasks/" + run + "/",
                "/rest/v1/tasks/" + run,
                "/rest/v1/tasks/" + run + "?type=",
                "/rest/v1/tasks/" + run + "?type=extract")) {
            assertThat(service.get(path, admin).json()).as(path).hasSize(1);
        }
        assertThat(service.get("/rest/v1/tasks/" + run + "?type=load", admin).body())
                .isEqualTo("[]");
        assertThat(service.get("/rest/v1/tasks/9223372036854775807", admin).body())
                .isEqualTo("[]");
        service.report(small(id, 2, "completed", 0));
        assertThat(service.get("/rest/v1/tasks/" + run, admin).body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "-1", "1.5", "9223372036854775808", "1e3", "%31x", "0x10", "+1"})
    void anAuditIdThatIsNoneIsRefused(String id) {
        Answer answer = service.get("/etl/rest/v1/tasks/" + id + "/", admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asString()).contains("decimal digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "STREAM", "%20"})
    void anUnknownTypeIsRefusedWithTheFive(String type) {
        Answer answer = service.get("/etl/rest/v1/tasks/?type=" + type, admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains("stream, extract, load, task or hwm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?type=%F0", "?type=%E4", "?%C3%28=load"})
    void aQueryThatCannotBeDecodedIsRefused(String query) {
        Answer answer = service.get("/rest/v1/tasks" + query, admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains("percent-encode");
    }

    @Test
    void aParameterGivenTwiceIsRefused() {
        assertThat(service.get("/rest/v1/tasks?type=load&type=load", admin).status())
                .isEqualTo(400);
    }

    @Test
    void theTokenMayBeInTheQueryOfTheAllTasksEndpointAndNowhereElse() {
        assertThat(service.get("/etl/rest/v1/tasks/?Authorization=Bearer%20" + admin, null)
                        .status())
                .isEqualTo(200);
        assertThat(service.get("/rest/v1/tasks?Authorization=Bearer%20" + admin, admin)
                        .status())
                .isEqualTo(200);
        assertThat(service.get("/rest/v1/tasks?Authorization=Bearer%20other", admin)
                        .status())
                .isEqualTo(401);
        assertThat(service.get("/rest/v1/tasks/1?Authorization=Bearer%20" + admin, null)
                        .status())
                .isEqualTo(401);
        assertThat(service.get("/rest/v1/tasks/1?Authorization=Bearer%20other", admin)
                        .status())
                .isEqualTo(200);
        assertThat(service.get("/rest/v1/executions/1?Authorization=Bearer%20" + admin, null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theSchemeIsReadWithoutRegardToCase() {
        HttpRequest request = HttpRequest.newBuilder(service.uri("/rest/v1/tasks"))
                .header("Authorization", "bEaReR " + admin)
                .build();

        assertThat(service.send(request).status()).isEqualTo(200);
    }

    @Test
    void withoutATokenThereIs401BeforeAnythingElse() {
        for (String path :
                List.of("/rest/v1/tasks", "/nowhere", "/rest/v1/tasks/abc", "/actuator/prometheus", "/actuator/info")) {
            Answer answer = service.get(path, null);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void aUserWhoIsNoAdministratorIsRefusedWith403() {
        String viewer = new Accounts(service).token(Accounts.DEFAULT, "viewer", Role.VIEWER);

        assertThat(service.get("/etl/rest/v1/tasks/", viewer).status()).isEqualTo(403);
        assertThat(service.get("/rest/v1/executions/1", viewer).status()).isEqualTo(403);
        assertThat(service.get("/etl/rest/v1/tasks/", RunningService.KEY).status())
                .isEqualTo(403);
    }

    @Test
    void wrongPathsAndMethodsAreProblems() {
        assertThat(service.get("/nowhere", admin).json().get("status").asInt()).isEqualTo(404);
        Answer wrong = service.send(HttpRequest.newBuilder(service.uri("/rest/v1/tasks"))
                .header("Authorization", "Bearer " + admin)
                .DELETE()
                .build());
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("Allow")).contains("GET");
        assertThat(wrong.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void anExecutionHasItsFieldsInTheirOrderAndItsNumbers() {
        String id = newId();
        JsonNode run = service.report(whole(id, 1, "running", 5, ",\"owner\":\"ann\""))
                .json()
                .get("runs")
                .get(0);
        String path = "/etl/rest/v1/executions/" + run.get("flowId").asLong();

        JsonNode running = service.get(path, admin).json();
        assertThat(running.propertyNames())
                .containsExactly(
                        "auditId",
                        "parentAuditId",
                        "retries",
                        "flowId",
                        "flowName",
                        "eventId",
                        "eventName",
                        "messageId",
                        "status",
                        "user",
                        "started",
                        "ended",
                        "duration",
                        "records",
                        "exception");
        assertThat(running.get("status").asString()).isEqualTo("running");
        assertThat(running.get("ended").isNull()).isTrue();
        service.report(small(id, 2, "running", 50));
        assertThat(service.get(path, admin).json().get("records").asLong()).isEqualTo(50);

        service.report("{\"requestId\":\"" + id
                + "\",\"sequence\":3,\"state\":\"failed\",\"recordsProcessed\":60,\"error\":\"disk full\"}");
        JsonNode failed = service.get(path + "/?status=error", admin).json();
        assertThat(failed.get("auditId")).isEqualTo(run.get("auditId"));
        assertThat(failed.get("status").asString()).isEqualTo("error");
        assertThat(failed.get("exception").asString()).isEqualTo("disk full");
        assertThat(failed.get("user").asString()).isEqualTo("ann");
        assertThat(failed.get("records").asLong()).isEqualTo(60);
        String message = failed.get("messageId").asString();
        assertThat(service.get(path + "?messageId=" + message, admin).status()).isEqualTo(200);
        assertThat(service.get(path + "?auditId=" + run.get("auditId").asLong(), admin)
                        .status())
                .isEqualTo(200);
        assertThat(service.get(path + "?status=running", admin).status()).isEqualTo(404);
        assertThat(service.get(path + "?status=running&auditId=1", admin).status())
                .isEqualTo(400);
        assertThat(service.get(path + "?status=completed", admin).status()).isEqualTo(400);
        assertThat(service.get(path + "?messageId=1-2-3-4-5", admin).status()).isEqualTo(400);
        assertThat(service.get("/rest/v1/executions/999999", admin).status()).isEqualTo(404);
        assertThat(service.get("/rest/v1/executions/x", admin).status()).isEqualTo(400);
    }

    @Test
    void healthIsOpenToStrangersAndMetricsAreNot() {
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(service.get(path, null).json().get("status").asString()).isEqualTo("UP");
        }
        assertThat(service.get("/actuator/prometheus", admin).body()).contains("jvm_memory_used_bytes");
    }
}
