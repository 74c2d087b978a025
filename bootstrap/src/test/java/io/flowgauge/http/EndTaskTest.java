package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.http.ServiceApi.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A person ends a task that its engine has forgotten. */
class EndTaskTest {
    private static final String FAILED = "{\"state\":\"failed\",\"reason\":\"its host burnt down\"}";

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

    private static Answer end(RunningService at, long task, String body, String type) {
        return at.send(HttpRequest.newBuilder(at.uri("/api/v1/tasks/" + task + "/end"))
                .header("Authorization", "Bearer " + at.adminToken())
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static Answer end(RunningService at, long task, String body) {
        return end(at, task, body, "application/json");
    }

    private static Answer end(long task, String body) {
        return end(service, task, body);
    }

    /** Begins a task, and answers with its number. */
    private static long begin(RunningService at, String id, String more) {
        JsonNode run =
                at.report(whole(id, 1, "running", 5, more)).json().get("runs").get(0);
        return at.get("/api/v1/runs/" + run.get("auditId").asLong(), at.adminToken())
                .json()
                .get("tasks")
                .get(0)
                .get("id")
                .asLong();
    }

    private static JsonNode task(RunningService at, long task) {
        return at.get("/api/v1/tasks/" + task, at.adminToken()).json();
    }

    private static String one(RunningService of, String query) {
        try (Connection connection = of.database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void hasOneLastSnapshot(RunningService of, long task, String state, long records) {
        assertThat(one(
                        of,
                        "SELECT count(*) FILTER (WHERE state <> 'r') || max(state) FILTER (WHERE state <> 'r') || ' '"
                                + " || sum(interval_records) FROM flowgauge.task_snapshot WHERE task_id = " + task))
                .isEqualTo("1" + state + " " + records);
    }

    @Test
    void aRunningTaskEndsAsIfItsEngineHadSaidSo() {
        String id = newId();
        long task = begin(service, id, ",\"owner\":\"etl\",\"run\":{\"state\":\"running\"}");
        service.report(small(id, 2, "running", 8));
        long before = System.currentTimeMillis();

        Answer answer = end(task, FAILED);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode ended = answer.json();
        assertThat(ended.get("state").asString()).isEqualTo("failed");
        assertThat(ended.get("error").asString()).isEqualTo("its host burnt down");
        assertThat(ended.get("endedBy").asString()).isEqualTo("admin");
        assertThat(ended.get("recordsProcessed").asLong()).isEqualTo(8);
        assertThat(ended.get("ended").asLong()).isBetween(before, System.currentTimeMillis());
        assertThat(ended).isEqualTo(task(service, task));
        assertThat(service.task(id)).isNull();
        JsonNode run = service.get("/api/v1/runs/" + ended.get("auditId").asLong(), admin)
                .json();
        assertThat(run.get("state").asString()).isEqualTo("failed");
        assertThat(run.get("ended")).isEqualTo(ended.get("ended"));
        assertThat(run.get("error").asString()).isEqualTo("its host burnt down");
        assertThat(run.get("tasks").get(0)).isEqualTo(ended);

        Answer late = service.report("[" + small(id, 3, "running", 9) + "," + small(id, 4, "completed", 9) + "]");
        assertThat(late.json().get("stale")).hasSize(2);
        assertThat(task(service, task)).isEqualTo(ended);
        hasOneLastSnapshot(service, task, "f", 8);
        assertThat(one(service, "SELECT ended_by || ': ' || error FROM reporting.task_runs WHERE task_id = " + task))
                .isEqualTo("admin: its host burnt down");
    }

    @Test
    void whatHasEndedIsAConflictThatSaysHowAndWhen() {
        String id = newId();
        long task = begin(service, id, "");
        end(task, FAILED.replace("failed", "cancelled"));
        Answer again = end(task, FAILED);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").asString())
                .matches("task " + task + " has ended already: cancelled at 20.*Z, by hand of admin");

        String other = newId();
        long completed = begin(service, other, "");
        service.report(small(other, 2, "completed", 9));
        assertThat(end(completed, FAILED).json().get("detail").asString())
                .contains("completed at ")
                .endsWith(", as its engine said");
        assertThat(task(service, completed).get("endedBy").isNull()).isTrue();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(end(Long.MAX_VALUE, FAILED).status()).isEqualTo(404);
        assertThat(end(0, FAILED).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{} | /state /reason",
                "{\"state\":\"failed\"} | /reason",
                "{\"state\":\"failed\",\"reason\":\"\"} | /reason",
                "{\"state\":\"failed\",\"reason\":null} | /reason",
                "{\"state\":\"failed\",\"reason\":7} | /reason",
                "{\"state\":\"failed\",\"reason\":\"a\\u0000\"} | /reason",
                "{\"state\":\"completed\",\"reason\":\"x\"} | /state",
                "{\"state\":\"lost\",\"reason\":\"x\"} | /state",
                "{\"state\":\"Failed\",\"reason\":\"x\",\"a/b\":1} | /a~1b /state",
                "{\"state\":\"failed\",\"reason\":\"x\",\"reason\":\"y\"} | ##",
                "{\"state\":\"failed\",\"reason\":\"x\"} {} | ##",
                "[] | ##",
                "## | ##",
                "{\"state\" | ##"
            })
    void aBodyOfAnotherShapeIsRefusedWithWhereItIsWrong(String body, String pointers) {
        long task = begin(service, newId(), "");

        Answer answer = end(task, body == null ? "" : body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains("\"reason\"");
        assertThat(answer.json().path("errors").findValuesAsString("pointer"))
                .containsExactlyElementsOf(
                        pointers == null || pointers.isEmpty() ? List.of() : List.of(pointers.split(" ")));
        assertThat(task(service, task).get("state").asString()).isEqualTo("running");
    }

    @Test
    void aReasonIsAsLongAsAnErrorAndABodyHasItsLimit() {
        long task = begin(service, newId(), "");
        String reason = "ü".repeat(16_384);

        assertThat(end(task, FAILED.replace("its host", reason)).json().toString())
                .contains("reason has 16395 characters, must have 1 to 16384");
        assertThat(end(task, FAILED.replace("its host", reason + reason + reason))
                        .status())
                .isEqualTo(413);
        assertThat(end(service, task, FAILED, "text/plain").status()).isEqualTo(415);
        Answer ended = end(task, FAILED.replace("its host burnt down", reason));
        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.json().get("error").asString()).isEqualTo(reason);
    }

    /** Sends both while the run is locked, so that neither can be done before the other came. */
    private static List<Answer> atOnce(long task, Supplier<Answer> first, Supplier<Answer> second) throws Exception {
        try (Connection connection = service.database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM flowgauge.flow_run JOIN flowgauge.task_run USING (tenant_id, audit_id)"
                    + " WHERE task_id = " + task + " FOR UPDATE OF flow_run");
            CompletableFuture<Answer> one = CompletableFuture.supplyAsync(first);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one(
                                    service,
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                            .equals("1"));
            CompletableFuture<Answer> other = CompletableFuture.supplyAsync(second);
            connection.rollback();
            return List.of(one.get(), other.get());
        }
    }

    @Test
    void ofTwoHandsAtOnceOneEndsTheTask() throws Exception {
        long task = begin(service, newId(), "");

        List<Answer> answers =
                atOnce(task, () -> end(task, FAILED), () -> end(task, FAILED.replace("failed", "cancelled")));

        assertThat(answers).extracting(Answer::status).containsExactly(200, 409);
        assertThat(task(service, task)).isEqualTo(answers.get(0).json());
        hasOneLastSnapshot(service, task, "f", 5);
    }

    @Test
    void ofAnEngineAndAHandAtOnceTheFirstEndsTheTask() throws Exception {
        String id = newId();
        long task = begin(service, id, "");

        List<Answer> answers =
                atOnce(task, () -> service.report(small(id, 2, "completed", 9)), () -> end(task, FAILED));

        assertThat(answers).extracting(Answer::status).containsExactly(200, 409);
        assertThat(answers.get(0).json().get("accepted").asInt()).isEqualTo(1);
        assertThat(task(service, task).get("state").asString()).isEqualTo("completed");
        hasOneLastSnapshot(service, task, "c", 9);
    }

    @Test
    void ofAHandAndAnEngineAtOnceTheFirstEndsTheTaskAndTheEngineIsStaleAtTheLatestWhenItSendsAgain() throws Exception {
        String id = newId();
        long task = begin(service, id, "");

        List<Answer> answers =
                atOnce(task, () -> end(task, FAILED), () -> service.report(small(id, 2, "completed", 9)));

        assertThat(answers.get(0).status()).isEqualTo(200);
        assertThat(answers.get(1).status()).isIn(200, 503);
        assertThat(service.report(small(id, 2, "completed", 9)).json().get("stale"))
                .hasSize(1);
        assertThat(task(service, task)).isEqualTo(answers.get(0).json());
        hasOneLastSnapshot(service, task, "f", 5);
    }

    @Test
    void afterARestartTasksThatRanAndTasksThatTheHistoryAloneKnowsEnd() {
        String ran = newId();
        String lost = newId();
        long running;
        long forgotten;
        RunningService before = new RunningService();
        try (before) {
            running = begin(before, ran, "");
            forgotten = begin(before, lost, "");
        }
        one(
                before,
                "UPDATE flowgauge.task_run SET state = 'lost', ended = '2026-01-01 10:00Z', heard = '2026-01-01 10:00Z', started = '2026-01-01 09:00Z'"
                        + " WHERE task_id = " + forgotten + " RETURNING 1");

        try (RunningService after = new RunningService(before.database)) {
            assertThat(after.get("/api/v1/tasks", after.adminToken()).json().findValuesAsString("requestId"))
                    .containsExactly(ran);

            assertThat(end(after, running, FAILED).status()).isEqualTo(200);
            Answer ended = end(after, forgotten, FAILED);

            assertThat(ended.status()).as(ended.body()).isEqualTo(200);
            assertThat(ended.json().get("ended").asLong()).isEqualTo(1_767_261_600_000L);
            assertThat(ended.json().get("duration").asLong()).isEqualTo(3_600_000);
            hasOneLastSnapshot(after, running, "f", 5);
            hasOneLastSnapshot(after, forgotten, "f", 5);
            assertThat(end(after, forgotten, FAILED).status()).isEqualTo(409);
        }
    }

    @Test
    void whatASecondServiceEndsIsEndedForTheFirst() {
        try (RunningService first = new RunningService();
                RunningService second = new RunningService(first.database)) {
            String id = newId();
            long task = begin(first, id, "");

            Answer ended = end(second, task, FAILED);

            assertThat(ended.status()).as(ended.body()).isEqualTo(200);
            assertThat(end(first, task, FAILED).status()).isEqualTo(409);
            assertThat(first.report(small(id, 2, "completed", 9)).json().get("stale"))
                    .hasSize(1);
            assertThat(task(first, task)).isEqualTo(ended.json());
            hasOneLastSnapshot(first, task, "f", 5);
        }
    }
}
