package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void noneIsThereAtTheMostTalkativeLevelEither(CapturedOutput output) throws Exception {
        try (RunningService service = new RunningService(
                "--logging.level.io.flowgauge=trace",
                "--logging.level.org.springframework.web=trace",
                "--logging.level.org.springframework.security=trace",
                "--logging.level.org.springframework.boot.web=trace",
                "--logging.level.org.apache.coyote=debug",
                "--flowgauge.cors-origins=https://flows.example.com",
                "--flowgauge.trusted-proxies=127.0.0.1,::1")) {
            String token = service.adminToken();
            String wrong = "wrong horse battery";
            service.signIn("{\"login\":\"admin\",\"password\":\"" + wrong + "\"}");
            service.signIn("{\"login\":\"admin\",\"password\":\"" + wrong + "\",}");
            service.report(whole(newId(), 1, "running", 1, ""));
            service.report("[" + whole(newId(), 1, "running", 1, "") + ", {\"broken\"");
            String otherKey = "fg_test_" + "wrongwrong".repeat(3);
            for (String credential : new String[] {token, token + "x", RunningService.KEY, otherKey}) {
                for (String path : new String[] {
                    "/api/v1/tasks", "/actuator/health", "/actuator/info", "/nowhere", "/api/v1/history/export"
                }) {
                    service.get(path, credential);
                }
                service.get("/etl/rest/v1/tasks/?Authorization=Bearer%20" + credential, null);
                service.get("/api/v1/tasks?Authorization=Bearer%20" + credential + "&nonsense=1", token);
            }
            As admin = new As.Bearer(token);
            String chosen = "seven purple otters";
            String user = "{\"login\":\"zoe\",\"password\":\"" + chosen + "\",\"roles\":[\"viewer\"]}";
            assertThat(service.send("POST", "/api/v1/users", admin, user).status())
                    .isEqualTo(201);
            assertThat(service.send("PATCH", "/api/v1/users/1", admin, user + ",")
                            .status())
                    .isEqualTo(400);
            service.session("zoe", chosen);
            String key = service.send("POST", "/api/v1/api-keys", admin, "{\"name\":\"k\",\"role\":\"viewer\"}")
                    .json()
                    .get("key")
                    .asString();
            String metrics = service.get("/actuator/prometheus", token).body();
            List<String> secrets = new ArrayList<>(List.of(
                    token.substring(0, 60),
                    RunningService.KEY,
                    RunningService.PASSWORD,
                    wrong,
                    otherKey,
                    chosen,
                    key.substring(key.lastIndexOf('_'))));
            try (Connection connection = service.database.connect();
                    Statement statement = connection.createStatement()) {
                secrets.add(only(statement, "SELECT password_hash FROM flowgauge.app_user WHERE login = 'admin'"));
                secrets.add(only(statement, "SELECT secret_hash FROM flowgauge.api_key WHERE key_id = 'test'"));
                secrets.add(only(statement, "SELECT encode(secret, 'hex') FROM flowgauge.signing_key"));
                secrets.add(only(statement, "SELECT encode(secret, 'base64') FROM flowgauge.signing_key"));
            }

            assertThat(output.getAll()).contains("TRACE").contains("/nowhere");
            for (String secret : secrets) {
                assertThat(output.getAll().contains(secret))
                        .as(secret.substring(0, 6) + "… in the log")
                        .isFalse();
                assertThat(metrics.contains(secret))
                        .as(secret.substring(0, 6) + "… in the metrics")
                        .isFalse();
            }
        }
    }

    private static String only(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
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
