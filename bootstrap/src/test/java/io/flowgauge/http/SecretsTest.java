package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What must not be in any log or metric, also when an operator looks closely. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {

    @Test
    void noLogOrMetricHasATokenAKeyOrAPassword(CapturedOutput output) throws IOException {
        try (RunningService service = new RunningService("--logging.level.org.springframework=debug")) {
            String token = service.adminToken();
            service.report(whole(newId(), 1, "running", 1, ""));
            for (String path : new String[] {"/etl/rest/v1/tasks/", "/rest/v1/tasks/1", "/nowhere", "/rest/v1/tasks"}) {
                service.get(path + "?type=load&Authorization=Bearer%20" + token, null);
                service.get(path + "?%41uthorization=Bearer%20" + token + "&type=nonsense", token);
            }
            // What Java's client would not send.
            raw(service, "GET /rest/v1/tasks?Authorization=Bearer%20" + token + "&x=%ZZ");
            raw(service, "TRACE /rest/v1/tasks?Authorization=Bearer%20" + token);
            String metrics = service.get("/actuator/prometheus", token).body();

            assertThat(output.getAll()).contains("/etl/rest/v1/tasks/?type=load");
            for (String secret : new String[] {token.substring(0, 30), RunningService.KEY, RunningService.PASSWORD}) {
                assertThat(output.getAll().contains(secret)).as("in the log").isFalse();
                assertThat(metrics.contains(secret)).as("in the metrics").isFalse();
            }
        }
    }

    private static void raw(RunningService service, String request) throws IOException {
        try (Socket socket = new Socket("localhost", service.uri("/").getPort())) {
            socket.getOutputStream().write((request + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"status\":4");
        }
    }
}
