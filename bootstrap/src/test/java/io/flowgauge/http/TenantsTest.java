package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.http.ServiceApi.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who sees what: tenants are strangers to each other, and roles may what the interface says. */
class TenantsTest {
    private static final String OTHER_KEY = "fg_other_0123456789abcdefghijklmn";
    private static final String END = "{\"state\":\"failed\",\"reason\":\"gone\"}";

    private static RunningService service;
    private static String other;

    @BeforeAll
    static void start() {
        service = new RunningService();
        Accounts accounts = new Accounts(service);
        Tenant tenant = accounts.tenant("other", ZoneOffset.UTC);
        accounts.recorder(tenant.id(), OTHER_KEY);
        other = accounts.token(tenant.id(), "olga", Role.ADMINISTRATOR);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode reportAsOther(String body) {
        return service.send(HttpRequest.newBuilder(service.uri("/api/v1/reports"))
                        .header("Authorization", "bearer " + OTHER_KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .json();
    }

    @Test
    void aTenantsTasksAndRunsAreNotThereForAnother() {
        JsonNode run = service.report(whole(newId(), 1, "running", 1, ""))
                .json()
                .get("runs")
                .get(0);

        assertThat(service.get("/etl/rest/v1/tasks/" + run.get("auditId").asLong() + "/", other)
                        .body())
                .isEqualTo("[]");
        Answer foreign = service.get("/rest/v1/executions/" + run.get("flowId").asLong(), other);
        assertThat(foreign.status()).isEqualTo(404);
        Answer none = service.get("/rest/v1/executions/999999999", other);
        assertThat(foreign.json().get("title")).isEqualTo(none.json().get("title"));
    }

    @Test
    void theSameRequestIdInTwoTenantsIsTwoTasks() {
        String id = newId();
        service.report(whole(id, 1, "running", 1, ""));
        assertThat(reportAsOther(whole(id, 1, "running", 22, ""))
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);

        JsonNode tasks = service.get("/rest/v1/tasks", other).json();
        assertThat(tasks.findValuesAsString("tenant")).containsOnly("other");
        assertThat(tasks.findValuesAsString("requestId")).contains(id);
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(1);
        assertThat(service.task(id).get("tenant").asString()).isEqualTo("default");
    }

    private static int send(String method, String path, String credential, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.uri(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        return service.send(request.build()).status();
    }

    private static String endOf(JsonNode run) {
        return ofOwnApi(run).get(1) + "/end";
    }

    private static String flowOf(JsonNode run) {
        return "/api/v1/flows/" + run.get("flowId").asLong();
    }

    @Test
    void whatIsAnothersIsNotThereToBeEndedOrDescribed() {
        JsonNode run = run(newId());

        assertThat(send("POST", endOf(run), other, END)).isEqualTo(404);
        assertThat(send("PATCH", flowOf(run), other, "{\"owner\":\"x\"}")).isEqualTo(404);
        for (String credential : new String[] {RunningService.KEY, null}) {
            int refused = credential == null ? 401 : 403;
            assertThat(send("POST", endOf(run), credential, END)).isEqualTo(refused);
            assertThat(send("PATCH", flowOf(run), credential, "{}")).isEqualTo(refused);
        }
        assertThat(service.get(ofOwnApi(run).get(1), service.adminToken())
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("running");
    }

    /** The paths of Flowgauge's own API that read, of a task of the tenant {@code default}. */
    private static List<String> ofOwnApi(JsonNode run) {
        String flow = "flows/" + run.get("flowId").asLong();
        long task = service.get("/api/v1/runs/" + run.get("auditId").asLong(), service.adminToken())
                .json()
                .get("tasks")
                .get(0)
                .get("id")
                .asLong();
        return Stream.of(
                        "tasks",
                        "tasks/" + task,
                        "tasks/" + task + "/history",
                        "flows",
                        flow,
                        flow + "/runs",
                        flow + "/trend",
                        "runs/" + run.get("auditId").asLong(),
                        "history/export",
                        "history/export?taskId=" + task,
                        "history/export?flowId=" + run.get("flowId").asLong())
                .map(path -> "/api/v1/" + path)
                .toList();
    }

    private static JsonNode run(String id) {
        return service.report(whole(id, 1, "running", 1, "")).json().get("runs").get(0);
    }

    @Test
    void theOwnApiShowsNothingOfAnotherTenant() {
        String id = newId() + " of default alone";
        JsonNode run = run(id);
        service.report(small(id, 2, "completed", 1));
        run(newId());

        for (String path : ofOwnApi(run)) {
            Answer answer = service.get(path, other);
            boolean isOfAll = path.endsWith("/tasks") || path.endsWith("/flows") || path.endsWith("/export");
            assertThat(answer.status()).as(path).isEqualTo(isOfAll ? 200 : 404);
            assertThat(answer.body()).as(path).doesNotContain("of default alone");
        }
        assertThat(service.get("/api/v1/history/export?resolution=checks", service.adminToken())
                        .body())
                .contains(id);
        assertThat(service.get("/api/v1/history/export?resolution=checks", other)
                        .body())
                .doesNotContain(id);
    }
}
