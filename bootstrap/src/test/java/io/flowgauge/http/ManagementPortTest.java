package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;

/** {@code management.server.port}: a port of its own for operation. */
@ExtendWith(OutputCaptureExtension.class)
class ManagementPortTest {
    private static RunningService service;
    private static String token;
    private static int port;

    @BeforeAll
    static void start(CapturedOutput output) {
        service = new RunningService(
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--logging.level.org.springframework.web=debug");
        token = service.adminToken();
        port = service.bean(Environment.class).getRequiredProperty("local.management.port", Integer.class);
        assertThat(output).contains("Flowgauge listens on port " + port + " for /actuator alone");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer ask(String method, String path, String credential) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        return service.send(request.build());
    }

    @Test
    void operationIsServedThereUnderTheSameRules() {
        assertThat(ask("GET", "/actuator/health", null).body())
                .contains("\"UP\"")
                .doesNotContain("components");
        assertThat(ask("GET", "/actuator/health/readiness", null).status()).isEqualTo(200);
        assertThat(ask("GET", "/actuator/prometheus", null).status()).isEqualTo(401);
        assertThat(ask("GET", "/actuator/prometheus", RunningService.KEY).status())
                .isEqualTo(403);
        assertThat(ask("GET", "/actuator/prometheus", token).body()).contains("flowgauge_reports_total");
        assertThat(ask("GET", "/actuator/info", token).status()).isEqualTo(200);
    }

    @Test
    void operationIsNotServedOnTheMainPort() {
        assertThat(service.get("/actuator/prometheus", null).status()).isEqualTo(401);
        for (String path : new String[] {"/actuator/prometheus", "/actuator/info", "/actuator", "/actuator/health"}) {
            assertThat(service.get(path, token).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void nothingElseIsServedThere() {
        assertThat(ask("GET", "/api/v1/tasks", token).status()).isEqualTo(404);
        assertThat(ask("POST", "/rest/v1/token-auth/issue", null).status()).isEqualTo(404);
    }

    @Test
    void everyErrorIsAProblemDocumentWithTheSameHeaders() {
        for (Answer answer : new Answer[] {
            ask("GET", "/actuator/prometheus", null),
            ask("GET", "/actuator/nothing", token),
            ask("GET", "/nowhere", token),
            ask("GET", "/error", token),
            ask("POST", "/actuator/info", token),
            ask("TRACE", "/actuator/info", token),
            ask("GET", "//", token)
        }) {
            assertThat(answer.header("Content-Type")).as(answer.toString()).startsWith("application/problem+json");
            assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
            assertThat(answer.json().get("detail").asString()).isNotEmpty();
            assertThat(answer.header("Content-Security-Policy")).startsWith("default-src");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
        assertThat(ask("POST", "/actuator/info", token).header("Allow")).contains("GET");
    }

    @Test
    void aTokenInAQueryIsNotLogged(CapturedOutput output) {
        ask("GET", "/actuator/health?x=1&Authorization=Bearer%20" + token, null);
        assertThat(output).contains("/actuator/health?x=1");
        assertThat(output.getAll().contains(token)).isFalse();
    }
}
