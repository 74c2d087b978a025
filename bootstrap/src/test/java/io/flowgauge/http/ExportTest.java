package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flowgauge.http.ServiceApi.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /api/v1/history/export}: the history as a file, to whoever takes it, however slowly. */
class ExportTest {
    private static final String COLUMNS =
            "at,taskId,auditId,flowId,flow,name,requestId,type,state,checks,records,recordsSoFar,failedSoFar,bytesSoFar,"
                    + "latencyCount,latencyAvg,latencyMin,latencyP50,latencyP95,latencyP99,latencyMax";
    private static final String EXPORT = "/api/v1/history/export";

    private static RunningService service;
    private static String admin;

    @BeforeAll
    static void start() throws SQLException {
        // Kept for a century: upkeep's first round, which may come after what is inserted here, would drop 2020.
        service = new RunningService(
                "--flowgauge.check-interval=3600s",
                "--flowgauge.history.keep-minutes=36500d",
                "--flowgauge.history.keep-hours=36500d",
                "--flowgauge.history.keep-runs=36500d",
                "--logging.level.io.flowgauge.rest.api.history=off");
        admin = service.adminToken();
        // Of 2020, and more than what fits into the buffers between the service and a client.
        sql("""
            CREATE TABLE flowgauge.task_minute_20200106 PARTITION OF flowgauge.task_minute FOR VALUES FROM ('2020-01-06Z') TO ('2020-01-13Z');
            INSERT INTO flowgauge.task_minute (tenant_id, task_id, starts_at, records, records_so_far, checks, state)
            SELECT 1, task, at, 1, 1, 6, 'r' FROM generate_series('2020-01-06Z'::timestamptz, '2020-01-06 23:59Z', '1 min') at, generate_series(1000001, 1000200) task
            """);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void sql(String statements) throws SQLException {
        try (Connection connection = service.database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    /** A task that did one thing and ended; its numbers. */
    private static JsonNode ended(String id, String more) {
        JsonNode run = service.report(whole(id, 1, "running", 0, more))
                .json()
                .get("runs")
                .get(0);
        service.report(small(id, 2, "completed", 95));
        return run;
    }

    private static long span(int days) {
        return RunningService.NOW + Duration.ofDays(days).toMillis();
    }

    private static String ofFlow(JsonNode run, String more) {
        return EXPORT + "?resolution=checks&from=" + span(-1) + "&to=" + span(1) + "&flowId="
                + run.get("flowId").asLong() + more;
    }

    @Test
    void aCsvHasItsColumnsAndALineARow() {
        String id = newId();
        JsonNode run = ended(id, "");

        Answer answer = service.get(ofFlow(run, ""), admin);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(answer.header("Content-Disposition"))
                .matches("attachment; filename=\"flowgauge-checks-\\d{8}T\\d{6}Z-\\d{8}T\\d{6}Z\\.csv\"");
        String[] lines = answer.body().split("\r\n", -1);
        assertThat(lines[0]).isEqualTo(COLUMNS);
        assertThat(lines[1])
                .matches(
                        "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z,\\d+,%d,%d,flow of %s,copy,%s,extract,completed,1,95,95,,,,,,,,,"
                                .formatted(
                                        run.get("auditId").asLong(),
                                        run.get("flowId").asLong(),
                                        id,
                                        id));
        assertThat(lines).hasSize(3);
        assertThat(lines[2]).isEmpty();
    }

    @Test
    void aJsonLineHasTheSameKeysAndNullForWhatIsUnknown() {
        String id = newId();
        JsonNode run = ended(id, "");

        Answer answer = service.get(ofFlow(run, "&format=ndjson"), admin);

        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(answer.header("Content-Disposition")).endsWith(".ndjson\"");
        assertThat(answer.body()).endsWith("}\n");
        JsonNode row = new JsonMapper().readTree(answer.body());
        assertThat(row.propertyNames()).containsExactly(COLUMNS.split(","));
        assertThat(row.get("at").asLong()).isBetween(RunningService.NOW - 60_000, RunningService.NOW + 3_600_000);
        assertThat(row.get("records").asLong()).isEqualTo(95);
        assertThat(row.get("latencyP95").isNull()).isTrue();
        assertThat(row.get("requestId").asString()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\\t=1", "\\r=1", "＝1"})
    void textThatWouldBeAFormulaIsText(String text) {
        String id = newId();
        JsonNode run = service.report(whole(id, 1, "completed", 1, "").replace("\"copy\"", "\"" + text + "\""))
                .json()
                .get("runs")
                .get(0);

        String line = service.get(ofFlow(run, ""), admin).body().split("\r\n", 2)[1];

        String plain = new JsonMapper().readTree("\"" + text + "\"").asString();
        assertThat(line).contains("'" + plain).doesNotContain("," + plain);
    }

    @Test
    void textWithSeparatorsQuotesAndLinesIsQuoted() {
        String id = newId();
        JsonNode run = service.report(
                        whole(id, 1, "completed", 1, "").replace("\"copy\"", "\"a, \\\"b\\\"\\nc; ümlaut 😀\""))
                .json()
                .get("runs")
                .get(0);

        assertThat(service.get(ofFlow(run, ""), admin).body()).contains(",\"a, \"\"b\"\"\nc; ümlaut 😀\",");
        assertThat(new JsonMapper()
                        .readTree(service.get(ofFlow(run, "&format=ndjson"), admin)
                                .body())
                        .get("name")
                        .asString())
                .isEqualTo("a, \"b\"\nc; ümlaut 😀");
    }

    @Test
    void itCanBeOfOneTaskAndWithoutASpanIsOfTheLastDayInMinutes() {
        JsonNode run = ended(newId(), "");
        long task = service.get("/api/v1/runs/" + run.get("auditId").asLong(), admin)
                .json()
                .get("tasks")
                .get(0)
                .get("id")
                .asLong();

        assertThat(service.get(EXPORT + "?resolution=checks&taskId=" + task, admin)
                        .body()
                        .lines())
                .hasSize(2);
        assertThat(service.get(EXPORT, admin).header("Content-Disposition")).contains("flowgauge-minutes-");
        assertThat(service.get(EXPORT + "?taskId=999999999", admin).status()).isEqualTo(404);
        assertThat(service.get(EXPORT + "?flowId=999999999", admin).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?resolution=days",
                "?format=xlsx",
                "?from=x",
                "?from=-1",
                "?from=2&to=1",
                "?from=253402300800000&to=253402300800001",
                "?taskId=0",
                "?flowId=a",
                "?to=1&to=1",
                "?resolution=hours&resolution=hours"
            })
    void whatIsNotAsItMustBeIsRefused(String query) {
        Answer answer = service.get(EXPORT + query, admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void headReadsNothing() {
        Answer answer =
                service.send(HttpRequest.newBuilder(service.uri(EXPORT + "?from=1578268800000&to=1578355200000"))
                        .header("Authorization", "Bearer " + admin)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"flowgauge-minutes-20200106T000000Z-20200107T000000Z.csv\"");
        assertThat(answer.header("Content-Length")).isEmpty();
    }

    private static HttpResponse<InputStream> open(HttpClient client) {
        HttpRequest request = HttpRequest.newBuilder(
                        service.uri(EXPORT + "?from=1578268800000&to=1578355200000&format=ndjson"))
                .header("Authorization", "Bearer " + admin)
                .build();
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    @Test
    void allRowsOfALongSpanComeOnceEach() throws IOException {
        long rows = 0;
        String last = "";
        try (InputStream body = open(HttpClient.newHttpClient()).body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String place = line.substring(0, line.indexOf(",\"auditId\""));
                assertThat(place).isGreaterThan(last);
                last = place;
                rows++;
            }
        }

        assertThat(rows).isEqualTo(200 * 1_440);
    }

    @Test
    void slowClientsKeepNobodyWaitingButOtherExportsAndOneThatGoesAwayMakesRoom() throws IOException {
        List<InputStream> slow = new ArrayList<>();
        try {
            for (int client = 0; client < 4; client++) {
                HttpResponse<InputStream> response = open(HttpClient.newHttpClient());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body().read()).isEqualTo('{');
                slow.add(response.body());
            }

            Answer busy = service.get(EXPORT, admin);
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.header("Retry-After")).isEqualTo("10");
            assertThat(busy.json().get("detail").asString()).contains("4 exports");
            assertThat(ended(newId(), "").get("auditId").asLong()).isPositive();
            // Each page is read to its end; then nothing more is, until the client has taken it.
            await().atMost(Duration.ofSeconds(30)).until(() -> activeQueries() == 0);
        } finally {
            for (InputStream gone : slow) {
                gone.close();
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> service.get(EXPORT, admin).status() == 200);
    }

    private static long activeQueries() {
        try (Connection connection = service.database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%AS page%' AND pid <> pg_backend_pid() AND state <> 'idle'")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void anExportThatBreaksOffIsNotTakenForAWholeOne() throws Exception {
        HttpResponse<InputStream> response = open(HttpClient.newHttpClient());
        try (InputStream body = response.body()) {
            assertThat(body.read()).isEqualTo('{');
            sql("ALTER TABLE flowgauge.task_minute RENAME TO task_minute_gone");

            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        } finally {
            sql("ALTER TABLE flowgauge.task_minute_gone RENAME TO task_minute");
        }
    }
}
