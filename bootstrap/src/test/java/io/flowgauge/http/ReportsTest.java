package io.flowgauge.http;

import static io.flowgauge.http.RunningService.gzip;
import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/v1/reports}, sentence by sentence. */
class ReportsTest {
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = new RunningService();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aWholeReportBeginsATaskAndNamesItsRun() {
        String id = newId();

        JsonNode answer = service.report(whole(id, 1, "running", 5, "")).json();

        assertThat(answer.propertyNames()).containsExactly("accepted", "stale", "rejected", "warnings", "runs");
        assertThat(answer.get("accepted").asInt()).isEqualTo(1);
        JsonNode run = answer.get("runs").get(0);
        assertThat(run.get("flow").asString()).isEqualTo("flow of " + id);
        assertThat(run.get("runKey").asString()).isEqualTo("r1");
        assertThat(run.get("auditId").asLong()).isPositive();
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(5);
    }

    @Test
    void progressMayLeaveTheDescriptionOutOnceTheTaskIsKnown() {
        String id = newId();
        JsonNode refused = service.report(small(id, 1, "running", 5)).json();
        assertThat(refused.get("status").asInt()).isEqualTo(400);
        assertThat(refused.get("rejected").get(0).get("need").asString()).isEqualTo("whole");

        service.report(whole(id, 1, "running", 5, ""));
        assertThat(service.report(small(id, 2, "running", 9))
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(9);
    }

    @Test
    void repeatedAndLateReportsAreStaleAndChangeNothing() {
        String id = newId();
        service.report(whole(id, 5, "running", 50, ""));

        JsonNode answer = service.report("[" + small(id, 4, "running", 40) + "," + small(id, 5, "running", 1) + "]")
                .json();

        assertThat(answer.get("accepted").asInt()).isZero();
        assertThat(answer.get("stale")).hasSize(2);
        assertThat(answer.get("stale").get(0).get("known").asLong()).isEqualTo(5);
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(50);
    }

    @Test
    void afterAnEndingEveryReportIsStaleAndItsRunIsNamedAllTheSame() {
        String id = newId();
        long run = service.report("[" + whole(id, 1, "running", 1, "") + "," + small(id, 2, "completed", 8) + "]")
                .json()
                .get("runs")
                .get(0)
                .get("auditId")
                .asLong();

        JsonNode answer = service.report(whole(id, 99, "running", 9, "")).json();

        assertThat(answer.get("stale").get(0).get("known").asLong()).isEqualTo(2);
        assertThat(answer.get("runs").get(0).get("auditId").asLong()).isEqualTo(run);
        assertThat(service.task(id)).isNull();
    }

    @Test
    void whatNeverChangesIsRefusedWithBothValues() {
        String id = newId();
        service.report(whole(id, 1, "running", 1, ""));

        JsonNode answer = service.report(whole(id, 2, "running", 1, "").replace("\"extract\"", "\"load\""))
                .json();

        assertThat(answer.get("rejected").get(0).get("detail").asString())
                .contains("load")
                .contains("extract");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"sequence\":1|\"x\":1|sequence is missing",
                "\"name\":\"copy\"|\"x\":1|name is missing",
                "\"sequence\":1|\"sequence\":1.0|sequence is 1.0",
                "\"sequence\":1|\"sequence\":1e2|sequence is 1e2",
                "\"sequence\":1|\"sequence\":-1|sequence is -1",
                "\"sequence\":1|\"sequence\":\"1\"|sequence is no number",
                "\"sequence\":1|\"sequence\":9223372036854775808|sequence is 9223372036854775808",
                "\"sequence\":1|\"sequence\":1,\"sequence\":2|sequence is given twice",
                "\"type\":\"extract\"|\"type\":\"Extract\"|stream, extract, load, task or hwm",
                "\"state\":\"running\"|\"state\":\"lost\"|running, completed, failed or cancelled",
                "\"name\":\"copy\"|\"name\":\"\"|name has 0 characters",
                "\"name\":\"copy\"|\"name\":\"a\\u0000b\"|U+0000",
                "\"name\":\"copy\"|\"name\":\"copy\",\"latency\":{\"count\":0,\"sum\":0,\"min\":0,\"max\":0,\"last\":0}|latency.count is 0",
                "\"name\":\"copy\"|\"name\":\"copy\",\"latency\":{\"count\":1,\"sum\":0}|latency.min is missing",
                "\"name\":\"copy\"|\"name\":\"copy\",\"run\":{\"state\":\"x\"}|run.state",
                "\"name\":\"copy\"|\"name\":\"copy\",\"labels\":{\"a\":1}|labels.a must be text"
            })
    void aBadItemIsRefusedByItselfAndSaysWhatIsWrong(String part, String instead, String detail) {
        String good = newId();
        String bad = whole(newId(), 1, "running", 0, "").replace(part, instead);

        JsonNode answer = service.report("[" + bad + "," + whole(good, 1, "running", 3, "") + ",42]")
                .json();

        assertThat(answer.get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.get("rejected")).hasSize(2);
        assertThat(answer.get("rejected").get(0).get("index").asInt()).isZero();
        assertThat(answer.get("rejected").get(0).get("detail").asString()).contains(detail);
        assertThat(service.task(good)).isNotNull();
    }

    @Test
    void unknownFieldsAreIgnored() {
        String id = newId();

        assertThat(service.report(whole(
                                id, 1, "running", 1, ",\"new\":{\"deep\":[1,{\"x\":null}]},\"other\":1,\"other\":2"))
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void linesAreTakenToo() {
        String one = newId();
        String two = newId();

        JsonNode answer = service.post(
                        bytes(whole(one, 1, "running", 1, "") + "\n\n" + whole(two, 1, "running", 1, "") + "\n"
                                + "{}\n"),
                        "application/x-ndjson",
                        null)
                .json();

        assertThat(answer.get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.get("rejected").get(0).get("index").asInt()).isEqualTo(2);
    }

    @Test
    void whatIsNotKnownIsIgnoredHoweverDeepItIs() {
        String id = newId();

        Answer answer =
                service.report(whole(id, 1, "running", 7, ",\"more\":" + "[".repeat(5_000) + "]".repeat(5_000)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(service.task(id)).isNotNull();
    }

    @Test
    void aNumberOfThousandsOfDigitsEndsTheBatchAndWhatCameBeforeItIsApplied() {
        String id = newId();

        Answer answer = service.report("[" + whole(id, 1, "running", 7, "") + ","
                + whole(newId(), 1, "running", 7, ",\"bytesProcessed\":" + "9".repeat(5_000)) + "]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.json().get("detail").asString()).contains("digits");
        assertThat(service.task(id)).isNotNull();
    }

    @Test
    void brokenJsonEndsTheBatchAndWhatCameBeforeItIsAppliedAndSaidSo() {
        String id = newId();

        Answer answer = service.report("[" + whole(id, 1, "running", 7, "") + ",{\"requestId\":\"x\",}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(7);
    }

    @Test
    void gzipIsTakenAndATruncatedOneEndsTheBatch() {
        String one = newId();
        assertThat(service.post(gzip(bytes(whole(one, 1, "running", 1, ""))), "application/json", "gzip")
                        .status())
                .isEqualTo(200);

        String two = newId();
        byte[] packed = gzip(bytes("[" + whole(two, 1, "running", 1, "") + ","
                + IntStream.range(0, 2000)
                        .mapToObj(i -> whole(newId(), 1, "running", i * 7919L, ""))
                        .collect(Collectors.joining(","))
                + "]"));
        Answer answer = service.post(Arrays.copyOf(packed, packed.length / 2), "application/json", "gzip");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("accepted").asInt()).isPositive();
        assertThat(service.task(two)).isNotNull();
    }

    @Test
    void aBodyOver16MibAndAGzipBombAreRefusedWithWhatCameBefore() {
        String one = newId();
        String padding = " ".repeat(17 << 20);
        Answer large = service.report("[" + whole(one, 1, "running", 1, "") + "," + padding + "]");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().get("accepted").asInt()).isEqualTo(1);

        String two = newId();
        byte[] bomb = gzip(bytes("[" + whole(two, 1, "running", 1, "") + "," + " ".repeat(200 << 20) + "]"));
        Answer bombed = service.post(bomb, "application/json", "gzip");
        assertThat(bombed.status()).isEqualTo(413);
        assertThat(service.task(two)).isNotNull();
    }

    @Test
    void moreThanTenThousandReportsAreRefusedFromThatOnOn() {
        String id = newId();
        service.report(whole(id, 1, "running", 0, ""));
        String many = IntStream.rangeClosed(1, 10_001)
                .mapToObj(i -> small(id, i + 1, "running", i))
                .collect(Collectors.joining(",", "[", "]"));

        Answer answer = service.report(many);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(10_000);
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(10_000);
    }

    @Test
    void otherContentIsRefused() {
        assertThat(service.post(bytes("{}"), "text/plain", null).status()).isEqualTo(415);
        assertThat(service.post(bytes("{}"), "application/json", "br").status()).isEqualTo(415);
        assertThat(service.post(bytes(""), "application/json", null).status()).isEqualTo(400);
        assertThat(service.post(bytes("7"), "application/json", null).status()).isEqualTo(400);
        assertThat(service.post(bytes("[]"), "application/json", null).status()).isEqualTo(200);
    }

    @Test
    void aClockFarAheadIsReplacedWithAWarningAndTheSameReportIsNoContradictionLater() {
        String id = newId();
        long ahead = System.currentTimeMillis() + 3_600_000;
        String report = whole(id, 1, "running", 0, ",\"lastRecordReceived\":" + ahead)
                .replace("\"started\":" + (RunningService.NOW - 1000), "\"started\":" + ahead);

        JsonNode answer = service.report(report).json();

        assertThat(answer.get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.get("warnings")).hasSize(2);
        assertThat(service.task(id).get("started").asLong()).isLessThan(ahead);
        assertThat(service.report(report.replace("\"sequence\":1", "\"sequence\":2"))
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void onlyARecordersKeyMayReport() {
        String token = service.adminToken();

        assertThat(service.send("POST", "/api/v1/reports", new As.Bearer(token), whole(newId(), 1, "running", 1, ""))
                        .status())
                .isEqualTo(403);
        assertThat(service.get("/api/v1/reports", "fg_test_wrongwrongwrongwrongwrong")
                        .status())
                .isEqualTo(401);
        assertThat(service.get("/api/v1/reports", RunningService.KEY).status()).isEqualTo(405);
    }
}
