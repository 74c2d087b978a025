package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code executions}: which run of a flow is answered, and how it is told. */
class ExecutionsTest {
    private static RunningService service;
    private static String admin;

    @BeforeAll
    static void start() {
        service = new RunningService();
        admin = service.adminToken();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** A task of its own in that run of the flow; its run as the answer names it. */
    private static JsonNode begin(String id, String flow, String runKey, long started, String more) {
        Answer answer = service.report(whole(id, 1, "running", 1, more)
                .replace("flow of " + id, flow)
                .replace("\"r1\"", "\"" + runKey + "\"")
                .replace(Long.toString(RunningService.NOW - 1000), Long.toString(RunningService.NOW - started)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("runs").get(0);
    }

    private static JsonNode execution(JsonNode run, String query) {
        Answer answer =
                service.get("/etl/rest/v1/executions/" + run.get("flowId").asLong() + query, admin);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void itIsTheRunningOneElseTheLast() {
        String old = newId();
        String young = newId();
        JsonNode oldRun = begin(old, "two runs", "1", 9_000, "");
        JsonNode youngRun = begin(young, "two runs", "2", 5_000, "");
        service.report(small(young, 2, "completed", 5));
        assertThat(execution(oldRun, "").get("auditId")).isEqualTo(oldRun.get("auditId"));

        service.report(small(old, 2, "cancelled", 5));
        assertThat(execution(oldRun, "").get("auditId")).isEqualTo(youngRun.get("auditId"));
        assertThat(execution(oldRun, "?status=canceled").get("auditId")).isEqualTo(oldRun.get("auditId"));
        assertThat(execution(oldRun, "?status=success").get("status").asString())
                .isEqualTo("success");
        assertThat(execution(oldRun, "?auditId=&messageId=&status=").get("auditId"))
                .isEqualTo(youngRun.get("auditId"));
    }

    @Test
    void ofSeveralWithAStatusItIsTheNewest() {
        JsonNode newest = null;
        for (int run = 1; run <= 3; run++) {
            String id = newId();
            newest = begin(id, "three runs", "r" + run, 9_000 - run, "");
            service.report(small(id, 2, "failed", 5));
        }

        assertThat(execution(newest, "?status=error").get("auditId")).isEqualTo(newest.get("auditId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "warning"})
    void whatAReporterSaysOfItsRunWins(String status) {
        String id = newId();
        UUID message = UUID.randomUUID();
        JsonNode run = begin(
                id,
                "said " + status,
                "1",
                9_000,
                ",\"run\":{\"state\":\"%s\",\"messageId\":\"%s\",\"parentAuditId\":77,\"retries\":2}"
                        .formatted(status, message));

        JsonNode told = execution(run, "?messageId=" + message);

        assertThat(told.get("status").asString()).isEqualTo(status);
        assertThat(told.get("messageId").asString()).isEqualTo(message.toString());
        assertThat(told.get("parentAuditId").asLong()).isEqualTo(77);
        assertThat(told.get("retries").asLong()).isEqualTo(2);
        assertThat(told.get("eventId").isNull()).isTrue();
        assertThat(told.get("eventName").isNull()).isTrue();
    }

    @Test
    void itEndsWithItsLastTaskAndIsOpenedAgainByALaterOne() {
        String first = newId();
        String second = newId();
        JsonNode run = begin(first, "opened again", "1", 9_000, ",\"owner\":\"ann\"");
        service.report(small(first, 2, "failed", 5)
                .replace("}", ",\"error\":\"disk full\",\"ended\":" + (RunningService.NOW - 500) + "}"));
        JsonNode ended = execution(run, "");
        assertThat(ended.get("ended").asLong()).isEqualTo(RunningService.NOW - 500);
        assertThat(ended.get("duration").asLong()).isEqualTo(8_500);

        begin(second, "opened again", "1", 4_000, ",\"owner\":\"zoe\"");
        JsonNode again = execution(run, "");
        assertThat(again.get("status").asString()).isEqualTo("running");
        assertThat(again.get("ended").isNull()).isTrue();
        service.report(small(second, 2, "completed", 5));

        JsonNode worst = execution(run, "");
        assertThat(worst.get("status").asString()).isEqualTo("error");
        assertThat(worst.get("exception").asString()).isEqualTo("disk full");
        assertThat(worst.get("user").asString()).isEqualTo("ann");
        assertThat(worst.get("started").asLong()).isEqualTo(RunningService.NOW - 9_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?auditId=x",
                "?auditId=0",
                "?auditId=1&auditId=1",
                "?status=",
                "?status=done",
                "?messageId=1",
                "?auditId=1&status=error",
                "?status=error&status=error"
            })
    void whatIsMalformedOrTwoOfThemIsRefused(String query) {
        JsonNode run = begin(newId(), "refused", "1", 9_000, "");
        Answer answer = service.get("/rest/v1/executions/" + run.get("flowId").asLong() + query, admin);

        assertThat(answer.status()).isEqualTo(query.equals("?status=") ? 200 : 400);
    }
}
