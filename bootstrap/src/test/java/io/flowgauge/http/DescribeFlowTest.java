package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** People say what a flow is for. */
class DescribeFlowTest {
    private static final String PATCH = "application/merge-patch+json";

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

    private static Answer patch(String flow, String body, String type) {
        return service.send(HttpRequest.newBuilder(service.uri("/api/v1/flows/" + flow))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", type)
                .method("PATCH", BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode patched(String flow, String body) {
        Answer answer = patch(flow, body, PATCH);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String newFlow() {
        JsonNode run = service.report(whole(newId(), 1, "running", 1, ""))
                .json()
                .get("runs")
                .get(0);
        return run.get("flowId").asString();
    }

    private static JsonNode flow(String id) {
        return service.get("/api/v1/flows/" + id, admin).json();
    }

    @Test
    void whatIsSaidIsShownWhereverTheFlowIs() throws Exception {
        String id = newFlow();
        JsonNode before = flow(id);
        assertThat(before.propertyNames())
                .containsExactly("flowId", "name", "description", "owner", "link", "lastRun", "running");
        assertThat(before.get("description").isNull()).isTrue();

        JsonNode told = patched(
                id,
                "{\"description\":\"All orders\\n\uD83D\uDED2\",\"owner\":\"team sales\",\"link\":\"https://wiki.example.org/o\"}");

        assertThat(told.get("description").asString()).isEqualTo("All orders\n\uD83D\uDED2");
        assertThat(told.get("owner").asString()).isEqualTo("team sales");
        assertThat(told.get("link").asString()).isEqualTo("https://wiki.example.org/o");
        assertThat(told.get("name")).isEqualTo(before.get("name"));
        assertThat(told.get("running").asInt()).isEqualTo(1);
        assertThat(flow(id).get("owner").asString()).isEqualTo("team sales");
        JsonNode listed = service.get(
                        "/api/v1/flows?name=" + before.get("name").asString().replace(" ", "%20"), admin)
                .json()
                .get("flows")
                .get(0);
        assertThat(listed.get("owner").asString()).isEqualTo("team sales");
        try (Connection connection = service.database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT description, owner, link FROM reporting.flows WHERE flow_id = " + id)) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("All orders\n\uD83D\uDED2");
            assertThat(row.getString(2)).isEqualTo("team sales");
            assertThat(row.getString(3)).isEqualTo("https://wiki.example.org/o");
        }
    }

    @Test
    void whatIsLeftOutStaysAndNullRemoves() {
        String id = newFlow();
        patched(id, "{\"description\":\"d\",\"owner\":\"o\"}");

        JsonNode told = patched(id, "{\"description\":null,\"link\":\"http://x\"}");
        assertThat(told.get("description").isNull()).isTrue();
        assertThat(told.get("owner").asString()).isEqualTo("o");
        assertThat(told.get("link").asString()).isEqualTo("http://x");

        assertThat(patched(id, "{}").get("owner")).isEqualTo(told.get("owner"));
        assertThat(patch(id, "{\"owner\":null}", "application/json; charset=utf-8")
                        .json()
                        .get("owner")
                        .isNull())
                .isTrue();
    }

    @Test
    void aNextRunLeavesItAsItIs() {
        String task = newId();
        String first = whole(task, 1, "running", 1, "");
        String id =
                service.report(first).json().get("runs").get(0).get("flowId").asString();
        patched(id, "{\"owner\":\"o\"}");

        service.report(first.replace("\"requestId\":\"" + task, "\"requestId\":\"" + newId())
                .replace("\"r1\"", "\"r2\""));

        assertThat(flow(id).get("running").asInt()).isEqualTo(2);
        assertThat(flow(id).get("owner").asString()).isEqualTo("o");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"name\":\"other\",\"owner\":\"x\"} | /name",
                "{\"owner\":\"\",\"description\":7,\"link\":\"javascript:alert(1)\"} | /description /owner /link",
                "{\"link\":\"/wiki\"} | /link",
                "{\"owner\":{}} | /owner",
                "{\"owner\":\"a\\u0000\"} | /owner",
                "{\"owner\":\"a\",\"owner\":\"b\"} | ##",
                "null | ##",
                "## | ##"
            })
    void aBodyOfAnotherShapeIsRefusedWithWhereItIsWrongAndChangesNothing(String body, String pointers) {
        String id = newFlow();
        JsonNode before = patched(id, "{\"owner\":\"stays\"}");

        Answer answer = patch(id, body, PATCH);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains("\"owner\"");
        assertThat(String.join(" ", answer.json().path("errors").findValuesAsString("pointer")))
                .isEqualTo(pointers);
        assertThat(flow(id).get("owner")).isEqualTo(before.get("owner"));
    }

    @Test
    void limitsAndTypesAreKept() {
        String id = newFlow();
        String longest = "\uD83D\uDED2".repeat(4_096);

        assertThat(patched(id, "{\"description\":\"" + longest + "\"}")
                        .get("description")
                        .asString())
                .isEqualTo(longest);
        assertThat(patch(id, "{\"description\":\"x" + longest + "\"}", PATCH).body())
                .contains("description has 4097 characters, must have 1 to 4096");
        assertThat(patch(id, "{\"description\":\"" + longest.repeat(8) + "\"}", PATCH)
                        .status())
                .isEqualTo(413);
        assertThat(patch(id, "{}", "text/plain").status()).isEqualTo(415);
        assertThat(patch("999999999", "{}", PATCH).status()).isEqualTo(404);
        assertThat(patch("x", "{}", PATCH).status()).isEqualTo(400);
    }
}
