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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The runs of a day, as the documented API's users ask for them. */
class DayReportTest {
    private static final String PATH = "/etl/rest/v1/metrics/executions/";
    private static final String BERLIN_KEY = "fg_berlin_0123456789abcdefghijklmn";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static RunningService service;
    private static String admin;
    private static String berliner;
    private static String ofOne;
    private static Tenant berlin;

    @BeforeAll
    static void start() {
        service = new RunningService();
        admin = service.adminToken();
        Accounts accounts = new Accounts(service);
        berlin = accounts.tenant("berlin", BERLIN);
        accounts.recorder(berlin.id(), BERLIN_KEY);
        berliner = accounts.token(berlin.id(), "berliner", Role.ADMINISTRATOR);
        ofOne = accounts.token(Accounts.DEFAULT, "admin of one", Role.ADMINISTRATOR);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode day(String query, String token) {
        Answer answer = service.get(PATH + query, token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        return answer.json();
    }

    /** A task that began at that moment, of a run of its own; the run as the answer names it. */
    private static JsonNode begin(String flow, String runKey, Instant started, String id, String more) {
        return service.send(HttpRequest.newBuilder(service.uri("/api/v1/reports"))
                        .header("Authorization", "Bearer " + BERLIN_KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(whole(id, 1, "running", 5, more)
                                .replace("flow of " + id, flow)
                                .replace("\"r1\"", "\"" + runKey + "\"")
                                .replace(
                                        Long.toString(RunningService.NOW - 1000),
                                        Long.toString(started.toEpochMilli()))))
                        .build())
                .json()
                .get("runs")
                .get(0);
    }

    private static JsonNode begin(String flow, String runKey, Instant started) {
        return begin(flow, runKey, started, newId(), "");
    }

    private static void reportOfBerlin(String body) {
        Answer answer = service.send(HttpRequest.newBuilder(service.uri("/api/v1/reports"))
                .header("Authorization", "Bearer " + BERLIN_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static List<String> runs(JsonNode day) {
        List<String> runs = new ArrayList<>();
        for (JsonNode flow : day) {
            for (JsonNode run : flow.get("executions")) {
                assertThat(run.get("flowId")).isEqualTo(flow.get("flowId"));
                runs.add(flow.get("name").asString() + "/" + run.get("auditId").asString());
            }
        }
        return runs;
    }

    @Test
    void aDayHasTheRunsThatStartedInItByFlowAndStart() {
        LocalDate date = LocalDate.of(2021, 5, 5);
        Instant midnight = date.atStartOfDay(BERLIN).toInstant();
        JsonNode late = begin("order b", "late", midnight.plusSeconds(86_399));
        JsonNode twin = begin("order b", "twin", midnight.plusSeconds(86_399));
        JsonNode first = begin("order b", "first", midnight);
        begin("order b", "before", midnight.minusMillis(1));
        begin("order b", "after", midnight.plusSeconds(86_400));
        JsonNode other = begin("order a", "1", midnight.plusSeconds(50_000));

        JsonNode day = day("?date=2021-05-05", berliner);

        assertThat(runs(day))
                .containsExactly(
                        "order a/" + other.get("auditId").asString(),
                        "order b/" + first.get("auditId").asString(),
                        "order b/" + late.get("auditId").asString(),
                        "order b/" + twin.get("auditId").asString());
        assertThat(day.get(0).propertyNames()).containsExactly("flowId", "name", "icon", "executions");
        assertThat(day.get(0).get("icon").isNull()).isTrue();
        assertThat(day.get(0).get("flowId")).isEqualTo(other.get("flowId"));
        assertThat(day.get(0).get("executions").get(0).propertyNames())
                .containsExactly("flowId", "auditId", "status", "user", "started", "ended", "records");
        assertThat(day("?date=2021-05-04", berliner)).hasSize(1);
        assertThat(day("?date=2021-05-01", berliner)).isEmpty();
        assertThat(day("?date=9999-12-31", berliner)).isEmpty();
        assertThat(day("?date=1970-01-01", berliner)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2021-03-28, 23", "2021-10-31, 25"})
    void aDayOfAChangeOfTheClocksIsAsLongAsItIs(LocalDate date, int hours) {
        Instant midnight = date.atStartOfDay(BERLIN).toInstant();
        String flow = "clocks of " + date;
        JsonNode last = begin(flow, "last", midnight.plusSeconds(3_600L * hours).minusMillis(1));
        JsonNode next = begin(flow, "next", midnight.plusSeconds(3_600L * hours));

        assertThat(runs(day("?date=" + date, berliner)))
                .containsExactly(flow + "/" + last.get("auditId").asString());
        assertThat(runs(day("?date=" + date.plusDays(1), berliner)))
                .containsExactly(flow + "/" + next.get("auditId").asString());
    }

    @Test
    void withoutADateItIsTodayAndAnOffsetCountsBack() {
        LocalDate today = LocalDate.ofInstant(Instant.now(), BERLIN);
        String yesterday = "offset of yesterday";
        JsonNode run =
                begin(yesterday, "1", today.atStartOfDay(BERLIN).toInstant().minusMillis(1));
        JsonNode now = begin("offset of today", "1", today.atStartOfDay(BERLIN).toInstant());

        assertThat(runs(day("", berliner)))
                .contains("offset of today/" + now.get("auditId").asString());
        assertThat(runs(day("?offset=0", berliner)))
                .contains("offset of today/" + now.get("auditId").asString());
        assertThat(runs(day("?offset=1", berliner)))
                .contains(yesterday + "/" + run.get("auditId").asString());
        assertThat(runs(day("?offset=&date=", berliner))).noneMatch(name -> name.startsWith(yesterday));
        assertThat(day("?offset=36500", berliner)).isEmpty();
    }

    @Test
    void aRunIsToldWithLiveNumbersAndWithItsTasksWhereTheyAreAskedFor() {
        Instant noon = LocalDate.of(2021, 7, 7).atTime(12, 0).atZone(BERLIN).toInstant();
        String extract = newId();
        String load = newId();
        JsonNode run = begin("live", "1", noon, extract, ",\"owner\":\"ann\"");
        begin(
                "live",
                "1",
                noon.plusSeconds(1),
                load,
                ",\"latency\":{\"count\":2,\"sum\":5,\"min\":2,\"max\":3,\"last\":3}");
        reportOfBerlin(small(load, 2, "running", 77));

        JsonNode running =
                day("?date=2021-07-07", berliner).get(0).get("executions").get(0);
        assertThat(running.get("auditId")).isEqualTo(run.get("auditId"));
        assertThat(running.get("status").asString()).isEqualTo("running");
        assertThat(running.get("user").asString()).isEqualTo("ann");
        assertThat(running.get("started").asLong()).isEqualTo(noon.toEpochMilli());
        assertThat(running.get("ended").isNull()).isTrue();
        assertThat(running.get("records").asLong()).isEqualTo(82);

        reportOfBerlin(small(extract, 2, "failed", 6)
                .replace(
                        "}",
                        ",\"error\":\"disk full\",\"ended\":"
                                + noon.plusSeconds(9).toEpochMilli() + "}"));
        JsonNode told = day("?date=2021-07-07&includeMetrics=true", berliner)
                .get(0)
                .get("executions")
                .get(0);

        assertThat(told.propertyNames())
                .containsExactly(
                        "flowId", "auditId", "status", "user", "started", "ended", "records", "metrics", "exception");
        assertThat(told.get("exception").asString()).isEqualTo("disk full");
        assertThat(told.get("metrics").findValuesAsString("requestId")).containsExactly(extract, load);
        JsonNode ended = told.get("metrics").get(0);
        assertThat(ended.propertyNames())
                .containsExactly(
                        "requestId",
                        "owner",
                        "name",
                        "started",
                        "duration",
                        "code",
                        "type",
                        "tenant",
                        "language",
                        "latency",
                        "maxLatency",
                        "minLatency",
                        "avgLatency",
                        "recordsProcessed",
                        "recordsProcessedSinceLastCheck",
                        "lastCheck",
                        "lastTimeRecordsReceivedDate");
        assertThat(ended.get("duration").asLong()).isEqualTo(9_000);
        assertThat(ended.get("tenant").asString()).isEqualTo("berlin");
        assertThat(ended.get("recordsProcessed").asLong()).isEqualTo(6);
        assertThat(ended.get("recordsProcessedSinceLastCheck").isNull()).isTrue();
        JsonNode live = told.get("metrics").get(1);
        assertThat(live.get("recordsProcessed").asLong()).isEqualTo(77);
        JsonNode documented = service.get("/rest/v1/tasks/" + run.get("auditId").asString(), berliner)
                .json()
                .get(0);
        assertThat(live.propertyNames()).containsExactlyElementsOf(documented.propertyNames());
        assertThat(live.get("recordsProcessedSinceLastCheck").isNumber()).isTrue();
        assertThat(day("?date=2021-07-07&includeMetrics=false", berliner)
                        .get(0)
                        .get("executions")
                        .get(0)
                        .has("metrics"))
                .isFalse();
    }

    @Test
    void aRunOfManyTasksHasThemAll() {
        Instant noon = LocalDate.of(2021, 8, 8).atTime(12, 0).atZone(BERLIN).toInstant();
        List<String> ids = IntStream.range(0, 620).mapToObj(task -> newId()).toList();
        String all = String.join(
                ",",
                IntStream.range(0, 620)
                        .mapToObj(task -> whole(ids.get(task), 1, "completed", 1, "")
                                .replace("flow of " + ids.get(task), "many")
                                .replace(
                                        Long.toString(RunningService.NOW - 1000),
                                        Long.toString(noon.plusSeconds(task / 7).toEpochMilli())))
                        .toList());
        reportOfBerlin("[" + all + "]");

        JsonNode run = day("?date=2021-08-08&includeMetrics=true", berliner)
                .get(0)
                .get("executions")
                .get(0);

        assertThat(run.get("metrics").findValuesAsString("requestId")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(run.get("metrics").findValues("started"))
                .isSortedAccordingTo((one, other) -> Long.compare(one.asLong(), other.asLong()));
        assertThat(run.get("records").asLong()).isEqualTo(620);
    }

    @Test
    void aDayOfManyRunsHasThemAllOnceAndInOrder() throws SQLException {
        try (Connection connection = service.database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO flowgauge.flow (tenant_id, name) SELECT %1$d, 'crowd ' || lpad(n::text, 3, '0') FROM generate_series(1, 300) n;
                    INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key, started, ended, state)
                    SELECT tenant_id, flow_id, n::text, timestamptz '2021-09-09 12:00Z' + (n %% 40) * interval '1 min', '2021-09-09 13:00Z', 'completed'
                    FROM flowgauge.flow, generate_series(1, CASE name WHEN 'crowd 007' THEN 6000 WHEN 'crowd 150' THEN 500 ELSE 20 END) n
                    WHERE tenant_id = %1$d AND name LIKE 'crowd %%';
                    INSERT INTO flowgauge.task_run (tenant_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, ended, heard, begun, records,
                                                    request_id, name, type, state)
                    SELECT tenant_id, flow_id, audit_id, 1, 1, started, 0, ended, ended, started, 1, 'crowd ' || audit_id, 'copy', 'load', 'completed'
                    FROM flowgauge.flow_run WHERE tenant_id = %1$d AND started >= '2021-09-09Z' AND started < '2021-09-10Z';
                    """.formatted(berlin.id().value()));
        }
        for (String detail : List.of("false", "true")) {
            JsonNode day = day("?date=2021-09-09&includeMetrics=" + detail, berliner);

            assertThat(day).hasSize(300);
            assertThat(day.findValuesAsString("name").stream().filter(name -> name.startsWith("crowd")))
                    .isSorted();
            List<String> runs = runs(day);
            assertThat(runs).hasSize(6_000 + 500 + 298 * 20).doesNotHaveDuplicates();
            for (JsonNode flow : day) {
                List<String> places = new ArrayList<>();
                for (JsonNode run : flow.get("executions")) {
                    places.add("%d %010d"
                            .formatted(
                                    run.get("started").asLong(),
                                    run.get("auditId").asLong()));
                    assertThat(run.path("metrics")).hasSize(detail.equals("true") ? 1 : 0);
                }
                assertThat(places).isSorted();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etl/rest/v1/metrics/executions", "/rest/v1/metrics/executions", "/rest/v1/metrics/executions/"
            })
    void itIsThereUnderEachOfItsPaths(String path) {
        assertThat(service.get(path + "?date=2021-05-01", berliner).body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?date=2021-05-05&offset=1 | give one of them",
                "?date=2021-05-05&offset=0 | give one of them",
                "?date=2021-5-5 | YYYY-MM-DD",
                "?date=2021-02-30 | YYYY-MM-DD",
                "?date=+2021-02-03 | YYYY-MM-DD",
                "?date=1969-12-31 | 1970-01-01",
                "?date=20210505 | YYYY-MM-DD",
                "?date=2021-05-05&date=2021-05-05 | once",
                "?offset=-1 | 0 to 36500",
                "?offset=36501 | 0 to 36500",
                "?offset=1.5 | 0 to 36500",
                "?includeMetrics=yes | true or false",
                "?includeMetrics=True | true or false",
            })
    void whatIsMalformedIsRefusedWithWhatIsRight(String query, String right) {
        Answer answer = service.get(PATH + query, berliner);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains(right);
    }

    @Test
    void superAdminsMaySeeAnotherTenantsDayAndOthersTheirOwn() {
        JsonNode run = begin("of berlin", "1", Instant.parse("2021-11-11T12:00:00Z"));
        String query = "?date=2021-11-11&tenantId=" + berlin.id().value();

        assertThat(runs(day(query, admin)))
                .containsExactly("of berlin/" + run.get("auditId").asString());
        assertThat(day("?date=2021-11-11", admin)).isEmpty();
        assertThat(service.get(PATH + query, ofOne).status()).isEqualTo(403);
        assertThat(service.get(PATH + query, berliner).status()).isEqualTo(403);
        assertThat(service.get(PATH + "?tenantId=999999", admin).status()).isEqualTo(404);
        assertThat(service.get(PATH + "?tenantId=x", admin).status()).isEqualTo(400);
        assertThat(service.get(PATH, null).status()).isEqualTo(401);
        assertThat(service.get(PATH, RunningService.KEY).status()).isEqualTo(403);
    }
}
