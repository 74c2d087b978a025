package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that send slowly, or not at all, with limits that are short. */
class SlowClientsTest {
    private static final Duration PACE = Duration.ofMillis(100);
    private static final String REPORTS =
            "POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                    + "Authorization: Bearer " + RunningService.KEY + "\r\n";

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = new RunningService(
                "--flowgauge.header-timeout=1s",
                "--flowgauge.body-timeout=2s",
                "--server.tomcat.connection-timeout=1s",
                "--server.tomcat.keep-alive-timeout=1s");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Line line() throws IOException {
        return Line.to(service.uri("/").getPort());
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        try (Line line = line()) {
            assertThat(line.rest()).isEmpty();
        }
    }

    @Test
    void aConnectionThatIsIdleAfterAnAnswerIsClosed() throws IOException {
        try (Line line = line()) {
            line.send("GET /actuator/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(line.rest()).startsWith("HTTP/1.1 200 ").contains("UP");
        }
    }

    @Test
    void aRequestLineThatComesByteByByteIsCutOff() throws IOException {
        try (Line line = line()) {
            assertThat(line.dripUntilClosed("GET /" + "x".repeat(100), PACE)).isEmpty();
        }
    }

    @Test
    void headersThatComeByteByByteAreCutOff() throws IOException {
        try (Line line = line()) {
            line.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
            assertThat(line.dripUntilClosed("X-Slow: " + "x".repeat(100), PACE)).isEmpty();
        }
    }

    @Test
    void headersThatStopAreCutOff() throws IOException {
        try (Line line = line()) {
            line.send("GET / HTTP/1.1\r\nHost: loc");
            assertThat(line.rest()).isEmpty();
        }
    }

    @Test
    void theSecondRequestOfAConnectionHasItsWholeTimeAndNoMore() throws IOException {
        try (Line line = line()) {
            for (int request = 0; request < 3; request++) {
                line.send("HEAD /actuator/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(line.head()).startsWith("HTTP/1.1 200 ");
            }
            assertThat(line.dripUntilClosed("GET /" + "x".repeat(100), PACE)).isEmpty();
        }
    }

    @Test
    void reportsThatComeByteByByteAreCutOffAndThoseThatCameAreTaken() throws IOException {
        String id = newId();
        try (Line line = line()) {
            line.send(REPORTS + "Content-Length: 10000\r\n\r\n" + whole(id, 1, "running", 7, "") + "\n");
            String answer = line.dripUntilClosed(" ".repeat(100), PACE);
            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .contains(
                            "\"status\":408",
                            "the body came with less than 500 bytes a second after 1 s",
                            "\"accepted\":1",
                            "\"auditId\"");
        }
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(7);
    }

    @Test
    void chunkedReportsThatComeByteByByteAreCutOffToo() throws IOException {
        String id = newId();
        String report = whole(id, 1, "running", 7, "") + "\n";
        try (Line line = line()) {
            line.send(REPORTS + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(report.length()) + "\r\n"
                    + report + "\r\n");
            assertThat(line.dripUntilClosed("1\r\n \r\n".repeat(100), PACE))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"accepted\":1");
        }
    }

    @Test
    void reportsThatStopAreAnsweredAndThoseThatCameAreTaken() throws IOException {
        String id = newId();
        try (Line line = line()) {
            line.send(REPORTS + "Content-Length: 10000\r\n\r\n" + whole(id, 1, "running", 7, "") + "\n");
            assertThat(line.rest()).startsWith("HTTP/1.1 408 ").contains("\"accepted\":1");
        }
        assertThat(service.task(id)).isNotNull();
    }

    @Test
    void reportsThatBreakOffAreAnsweredAndThoseThatCameAreTaken() throws IOException {
        String report = whole(newId(), 1, "running", 7, "") + "\n";
        String chunk = Integer.toHexString(report.length()) + "\r\n" + report + "\r\n";
        for (String brokenOff : new String[] {
            "Content-Length: 10000\r\n\r\n" + report,
            "Transfer-Encoding: chunked\r\n\r\n" + chunk,
            "Transfer-Encoding: chunked\r\n\r\n" + chunk + "1000\r\n ",
            "Transfer-Encoding: chunked\r\n\r\n" + chunk + "no chunk\r\n"
        }) {
            try (Line line = line()) {
                line.send(REPORTS + brokenOff);
                line.endOfSending();
                assertThat(line.rest())
                        .startsWith("HTTP/1.1 400 ")
                        .contains("the body breaks off before its end", "\"rejected\":[]", "\"auditId\"");
            }
        }
    }

    @Test
    void aSignInThatComesByteByByteIsCutOff() throws IOException {
        try (Line line = line()) {
            line.send("POST /rest/v1/token-auth/issue HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n");
            assertThat(line.dripUntilClosed("{\"login\":\"" + "x".repeat(100), PACE))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"status\":408");
        }
    }

    @Test
    void reportsThatComeSteadilyHaveTheirWholeTimeAndNoMore() throws IOException {
        String id = newId();
        try (Line line = line()) {
            line.send(REPORTS + "Content-Length: 1000000\r\n\r\n" + whole(id, 1, "running", 7, "") + "\n");
            assertThat(line.dripUntilClosed(" ".repeat(500), 100, PACE))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("the body was not there whole within 2 s", "\"accepted\":1");
        }
    }

    @Test
    void aClientThatTakesItsAnswersByteByByteIsCutOff() throws IOException {
        String file = "/docs/swagger-ui-bundle.js";
        int answers = 40;
        int size = service.get(file, null).body().length();
        try (Line line = line()) {
            // More than all buffers on the way hold.
            line.send(("GET " + file + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(answers));
            line.sip(30, PACE);
            assertThat(line.rest().length()).isLessThan(answers * size);
        }
        assertThat(service.get("/actuator/health", null).status()).isEqualTo(200);
    }

    @Test
    void theRestOfABodyThatIsRefusedAlreadyHoldsNoThread() throws IOException {
        try (Line line = line()) {
            line.send("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n");
            assertThat(line.head()).startsWith("HTTP/1.1 401 ");
            line.dripUntilClosed("x".repeat(200), PACE);
        }
    }

    @Test
    void aFormOfAStrangerIsNotRead() throws IOException {
        try (Line line = line()) {
            line.send("PUT /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 100000000\r\n\r\na=");
            assertThat(line.head()).startsWith("HTTP/1.1 401 ");
        }
    }
}
