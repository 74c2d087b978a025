package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer tells a browser, and what none tells anybody. */
class AnswerHeadersTest {
    private static final Map<String, String> ON_EVERY_ANSWER = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private static RunningService service;
    private static String token;

    @BeforeAll
    static void start() {
        service = new RunningService();
        token = service.adminToken();
        service.report(whole(newId(), 1, "running", 1, ""));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String ask(String line, String... headers) throws IOException {
        return Line.answer(
                service.uri("/").getPort(),
                line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("", headers) + "\r\n");
    }

    private static String bearer() {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static String header(String answer, String name) {
        Matcher found = Pattern.compile("(?im)^" + name + ": ?([^\r\n]*)").matcher(answer.split("\r\n\r\n", 2)[0]);
        return found.find() ? found.group(1) : "";
    }

    private static void assertIsHard(String answer) {
        ON_EVERY_ANSWER.forEach((name, value) ->
                assertThat(header(answer, name)).as(name + " of " + answer).isEqualTo(value));
        assertThat(header(answer, "Permissions-Policy")).contains("camera=()", "microphone=()", "geolocation=()");
        assertThat(header(answer, "Content-Security-Policy"))
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*", "http");
        assertThat(header(answer, "Strict-Transport-Security"))
                .as("without TLS")
                .isEmpty();
        assertThat(answer)
                .doesNotContainIgnoringCase("tomcat")
                .doesNotContainIgnoringCase("coyote")
                .doesNotContainIgnoringCase("spring")
                .doesNotContainIgnoringCase("<html")
                .doesNotContainIgnoringCase("java.");
        assertThat(header(answer, "Server")).isEmpty();
        assertThat(header(answer, "X-Powered-By")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/v1/tasks, 200",
        "GET /etl/rest/v1/tasks/, 200",
        "GET /actuator/health, 200",
        "GET /v3/api-docs, 200",
        "GET /nowhere, 404",
        "GET /api/v1/tasks?nonsense=1, 400",
        "GET /api/v1/tasks?a%00b=1, 400",
        "GET /actuator/prometheus?a%0Db=1, 400",
        "DELETE /api/v1/tasks, 405",
        "POST /api/v1/reports, 415",
        "GET //api, 400",
        "GET /api;x=1, 400",
        "GET /%ZZ, 400",
        "GET /api/<x>, 400",
        "TRACE /api/v1/tasks, 405",
        "BREW /api/v1/tasks, 405"
    })
    void anAnswerToSomeoneSignedInIsHard(String line, int status) throws IOException {
        String answer = ask(line, bearer());
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertIsHard(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /api/v1/tasks", "GET /", "GET /nowhere", "POST /api/v1/reports", "GET /actuator/prometheus"
            })
    void anAnswerToAStrangerIsHard(String line) throws IOException {
        String answer = ask(line);
        assertThat(answer).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer");
        assertIsHard(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\nConnection: close\r\n\r\n"
            })
    void aRefusalOfTheServerItselfIsAProblemDocumentAndHard(String request) throws IOException {
        String answer = Line.answer(service.uri("/").getPort(), request);
        assertThat(header(answer, "Content-Type")).as(answer).startsWith("application/problem+json");
        assertIsHard(answer);
    }

    @Test
    void whatIsForProgramsLoadsNothingAndAPageOnlyWhatIsOurs() throws IOException {
        assertThat(header(ask("GET /api/v1/tasks", bearer()), "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(header(ask("GET /"), "Content-Security-Policy"))
                .contains("default-src 'self'", "script-src 'self'", "object-src 'none'", "form-action 'self'");
    }

    @Test
    void strangersSeeTheStatusOfHealthAndNothingOfWhy() throws IOException {
        assertThat(service.get("/actuator/health", null).body())
                .doesNotContain("components", "details", "postgres", "disk");
        assertThat(service.get("/actuator/health", token).body()).contains("components");
        assertThat(service.get("/actuator/health/db", null).status()).isEqualTo(401);
    }

    @Test
    void traceIsRefusedAlikeEverywhereSinceItIsRefusedBeforeAnythingIsKnownOfWhoAsks() throws IOException {
        String all = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
        assertThat(header(ask("TRACE /api/v1/tasks"), "Allow")).isEqualTo(all);
        assertThat(header(ask("TRACE /nowhere"), "Allow")).isEqualTo(all);
        assertThat(header(ask("TRACE /api/v1/tasks", bearer()), "Allow")).isEqualTo(all);
    }

    @Test
    void aMethodThatThePathDoesNotTakeIsToldWhichItDoes() throws IOException {
        assertThat(ask("BREW /api/v1/tasks")).startsWith("HTTP/1.1 401 ");
        assertThat(header(ask("BREW /api/v1/tasks", bearer()), "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(header(ask("DELETE /api/v1/reports", bearer()), "Allow")).isEqualTo("OPTIONS, POST");
        assertThat(header(ask("POST /docs"), "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void aRequestPastItsSizeIsToldSo() throws IOException {
        for (String url : new String[] {"/api/v1/tasks?q=" + "x".repeat(9_000), "/" + "x".repeat(9_000)}) {
            assertThat(ask("GET " + url, bearer()))
                    .startsWith("HTTP/1.1 414 ")
                    .contains("the URL is too long; with its method and all headers it may have 8192 bytes");
        }
        assertThat(ask("GET /api/v1/tasks", "X-Long: " + "x".repeat(9_000) + "\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("the headers are too large");
        assertThat(ask("GET /api/v1/tasks", "X: y\r\n".repeat(200)))
                .startsWith("HTTP/1.1 431 ")
                .contains("too many headers");
    }
}
