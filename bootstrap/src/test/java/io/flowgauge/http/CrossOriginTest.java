package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages of other origins, as a browser asks for them. */
class CrossOriginTest {
    private static final String PAGE = "https://flows.example.com";

    private static RunningService closed;
    private static RunningService open;

    @BeforeAll
    static void start() {
        closed = new RunningService();
        open = new RunningService("--flowgauge.cors-origins=" + PAGE + ",http://localhost:5173");
    }

    @AfterAll
    static void stop() {
        closed.close();
        open.close();
    }

    private static String preflight(RunningService service, String path, String origin, String method)
            throws IOException {
        return Line.answer(
                service.uri("/").getPort(),
                "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: " + origin
                        + "\r\nAccess-Control-Request-Method: " + method
                        + "\r\nAccess-Control-Request-Headers: authorization\r\n\r\n");
    }

    private static String get(RunningService service, String origin, String token) throws IOException {
        return Line.answer(
                service.uri("/").getPort(),
                "GET /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: " + origin
                        + "\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    }

    @Test
    void unlessItIsConfiguredNoPageElsewhereMayRead() throws IOException {
        assertThat(preflight(closed, "/api/v1/tasks", PAGE, "GET"))
                .startsWith("HTTP/1.1 401 ")
                .doesNotContain("Access-Control-");
        assertThat(get(closed, PAGE, closed.adminToken())).doesNotContain("Access-Control-");
    }

    @Test
    void aPageOfAConfiguredOriginMayAskAndReadWithItsHeaderAndWithoutCookies() throws IOException {
        for (String path : new String[] {"/api/v1/tasks", "/etl/rest/v1/tasks/", "/rest/v1/token-auth/issue"}) {
            assertThat(preflight(open, path, PAGE, "POST"))
                    .as(path)
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Access-Control-Allow-Origin: " + PAGE + "\r\n")
                    .containsIgnoringCase("Access-Control-Allow-Headers: authorization")
                    .contains("Access-Control-Allow-Methods: ")
                    .doesNotContain("Access-Control-Allow-Credentials");
        }
        assertThat(get(open, PAGE, open.adminToken()))
                .startsWith("HTTP/1.1 200 ")
                .contains("Access-Control-Allow-Origin: " + PAGE + "\r\n", "Vary: Origin")
                .doesNotContain("Access-Control-Allow-Credentials");
    }

    @Test
    void aPageMayReadThatItsTokenIsNoLongerValid() throws IOException {
        assertThat(get(open, PAGE, "old"))
                .startsWith("HTTP/1.1 401 ")
                .contains("Access-Control-Allow-Origin: " + PAGE + "\r\n");
    }

    @Test
    void anyOtherOriginIsRefused() throws IOException {
        for (String origin : Stream.of(
                        "https://evil.example.com",
                        "http://flows.example.com",
                        PAGE + ":8443",
                        PAGE + ".evil.example.com",
                        "null")
                .toList()) {
            assertThat(preflight(open, "/api/v1/tasks", origin, "GET"))
                    .as(origin)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("application/problem+json")
                    .doesNotContain("Access-Control-Allow-Origin");
            assertThat(get(open, origin, open.adminToken()))
                    .startsWith("HTTP/1.1 403 ")
                    .doesNotContain("Access-Control-Allow-Origin");
        }
    }

    @Test
    void aPageElsewhereHasNoBusinessWithOperation() throws IOException {
        assertThat(preflight(open, "/actuator/health", PAGE, "GET")).doesNotContain("Access-Control-");
    }

    @Test
    void programsThatAreNoBrowserAreNotAffected() {
        Answer answer = open.get("/api/v1/tasks", open.adminToken());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
}
