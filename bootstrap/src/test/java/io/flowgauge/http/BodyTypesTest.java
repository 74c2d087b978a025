package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that do not say that they are JSON, such as those of curl's {@code -d}. */
class BodyTypesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PASSWORD = "seven purple ottersY";

    private static RunningService service;
    private static String token;

    @BeforeAll
    static void start() {
        service = new RunningService();
        token = service.adminToken();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer send(String method, String path, String type, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.uri(path)).header("Authorization", "Bearer " + token);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return service.send(
                request.method(method, BodyPublishers.ofString(body)).build());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/users",
        "PATCH, /api/v1/users/1",
        "PUT, /api/v1/me/password",
        "POST, /api/v1/session",
        "PUT, /api/v1/session/tenant",
        "POST, /api/v1/api-keys",
        "POST, /api/v1/api-keys/x/rotate",
        "POST, /api/v1/tenants",
        "PATCH, /api/v1/tenants/1",
        "PATCH, /api/v1/tenant",
        "POST, /api/v1/tasks/1/end",
        "PATCH, /api/v1/flows/1"
    })
    void areRefusedAndNotQuoted(String method, String path) {
        String body = "{\"login\":\"zoe\",\"password\":\"" + PASSWORD + "\"}";
        for (String type : new String[] {FORM, "text/plain", "multipart/form-data; boundary=x", ""}) {
            Answer answer = send(method, path, type, body);
            // A session's endpoint is for sessions, whatever the body.
            int expected = path.equals("/api/v1/session/tenant") ? 403 : 415;
            assertThat(answer.status()).as(type + ": " + answer.body()).isEqualTo(expected);
            assertThat(answer.body()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void saysWhatIsTaken() {
        assertThat(send("POST", "/api/v1/users", FORM, "a=b")
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("Content-Type application/x-www-form-urlencoded is not taken here; use application/json");
        assertThat(send("PATCH", "/api/v1/flows/1", "", "{}")
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo(
                        "a body without a Content-Type is not taken here; use application/merge-patch+json or application/json");
    }

    @Test
    void aTypeWithAParameterIsJsonToo() {
        Answer made = send(
                "POST",
                "/api/v1/users",
                "Application/JSON;charset=utf-8",
                "{\"login\":\"zoe\",\"password\":\"" + PASSWORD + "\",\"roles\":[]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    /** Programs of the documented interface may do as they did. */
    @Test
    void tokensAreIssuedWhateverTheTypeOfTheBody() {
        String body = "{\"login\":\"admin\",\"password\":\"" + ServiceApi.PASSWORD + "\"}";
        for (String type : new String[] {FORM, "text/plain", ""}) {
            assertThat(send("POST", "/etl/rest/v1/token-auth/issue", type, body).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsQuotedIsCutBetweenCharacters() {
        String name = "a".repeat(63) + "😀" + "b".repeat(40);
        Answer answer = send("PATCH", "/api/v1/tenant", "application/json", "{\"" + name + "\":1}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("pointer").asString()).isEqualTo("/" + name);
        assertThat(answer.json().get("errors").get(0).get("detail").asString())
                .contains("\"" + "a".repeat(63) + "😀…\"");
    }
}
