package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a report means, field by field. */
class ReportRulesTest {
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = new RunningService("--flowgauge.check-interval=3600s");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode rejection(String report) {
        Answer answer = service.report(report);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        return answer.json().get("rejected").get(0);
    }

    @Test
    void numbersComeFromTheHighestSequenceAndDescriptionFromTheHighestWholeOne() {
        String id = newId();
        service.report(whole(id, 1, "running", 1, ",\"owner\":\"first\",\"bytesProcessed\":9"));
        service.report(small(id, 5, "running", 50));
        service.report(whole(id, 3, "running", 30, ",\"owner\":\"third\""));
        service.report(whole(id, 2, "running", 20, ",\"owner\":\"second\""));

        JsonNode task = service.task(id);
        assertThat(task.get("recordsProcessed").asLong()).isEqualTo(50);
        assertThat(task.get("owner").asString()).isEqualTo("third");
    }

    @Test
    void aNumberThatIsLeftOutIsUnknownAndATotalThatFallsIsTakenAsTold() {
        String id = newId();
        service.report(whole(
                id,
                1,
                "running",
                70,
                ",\"latency\":{\"count\":2,\"sum\":5,\"min\":2,\"max\":3,\"last\":2},\"lastRecordReceived\":5"));
        assertThat(service.task(id).get("lastTimeRecordsReceivedDate").asLong()).isEqualTo(5);

        service.report(small(id, 2, "running", 40));

        JsonNode task = service.task(id);
        assertThat(task.get("latency").isNull()).isTrue();
        assertThat(task.get("lastTimeRecordsReceivedDate").isNull()).isTrue();
        assertThat(task.get("recordsProcessed").asLong()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({"flow of,another flow of", "\"r1\",\"r2\"", "\"extract\",\"load\""})
    void whatNeverChangesIsRefusedAndNothingElseOfThatItemIsTaken(String told, String instead) {
        String id = newId();
        service.report(whole(id, 1, "running", 1, ""));

        assertThat(rejection(whole(id, 2, "running", 99, "").replace(told, instead))
                        .get("need")
                        .isNull())
                .isTrue();
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(1);
    }

    @Test
    void anotherStartIsRefused() {
        String id = newId();
        service.report(whole(id, 1, "running", 1, ""));

        assertThat(rejection(whole(id, 2, "running", 1, "")
                                .replace("\"started\":" + (RunningService.NOW - 1000), "\"started\":7"))
                        .get("detail")
                        .asString())
                .contains("started")
                .contains("\"7\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name|512|true",
                "name|513|false",
                "owner|513|false",
                "engine|513|false",
                "runKey|513|false",
                "code|16384|true",
                "code|16385|false",
                "link|2048|true",
                "link|2049|false"
            })
    void textsHaveTheirLimits(String field, int length, boolean fits) {
        String id = newId();
        // Characters outside the basic plane count once.
        String text = "😀".repeat(length);
        String report = whole(id, 1, "running", 1, "");
        report = report.contains("\"" + field + "\":")
                ? report.replaceFirst("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"" + text + "\"")
                : report.replace("}", ",\"" + field + "\":\"" + text + "\"}");

        if (fits) {
            assertThat(service.report(report).status()).isEqualTo(200);
        } else {
            assertThat(rejection(report).get("detail").asString())
                    .contains(field)
                    .contains("513".equals("" + length) ? "512" : "");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"latency\":{\"count\":2,\"sum\":5,\"min\":3,\"max\":2,\"last\":2}|min",
                "\"latency\":{\"count\":2,\"sum\":5,\"min\":2,\"max\":3,\"last\":4}|last",
                "\"latency\":{\"count\":2,\"sum\":3,\"min\":2,\"max\":3,\"last\":2}|sum",
                "\"latency\":{\"count\":2,\"sum\":7,\"min\":2,\"max\":3,\"last\":2}|sum",
                "\"latency\":{\"count\":1,\"count\":1,\"sum\":1,\"min\":1,\"max\":1,\"last\":1}|twice",
                "\"cdc\":{\"position\":\"a\",\"position\":\"b\"}|twice",
                "\"cdc\":{\"queueCapacity\":1,\"queueRemaining\":2}|queueRemaining",
                "\"run\":{\"retries\":1,\"retries\":1}|twice",
                "\"labels\":{\"a\":\"1\",\"a\":\"2\"}|twice"
            })
    void partsThatDoNotFitTogetherAreRefused(String part, String detail) {
        assertThat(rejection(whole(newId(), 1, "running", 1, "," + part))
                        .get("detail")
                        .asString())
                .contains(detail);
    }

    private static String latency(String buckets) {
        return ",\"latency\":{\"count\":3,\"sum\":9,\"min\":2,\"max\":5,\"last\":2,\"buckets\":" + buckets + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"6\":2}|latency.buckets hold 2 records, must hold latency.count 3",
                "{\"6\":2,\"9\":2}|latency.buckets hold 4 records, must hold latency.count 3",
                "{}|latency.buckets hold no record",
                "{\"6\":0}|latency.buckets hold no record",
                "{\"111\":3}|a bucket \"111\"; buckets are 0 to 110",
                "{\"-1\":3}|a bucket \"-1\"",
                "{\"01\":3}|a bucket \"01\"",
                "{\"x\":3}|a bucket \"x\"",
                "{\"\":3}|a bucket \"\"",
                "{\"6\":1,\"6\":2}|latency.buckets.6 is given twice",
                "{\"6\":1.5,\"9\":1.5}|latency.buckets.6 is 1.5",
                "{\"6\":-3}|latency.buckets.6 is -3",
                "{\"6\":\"3\"}|latency.buckets.6 is no number",
                "{\"6\":9223372036854775807,\"9\":1}|more than 9223372036854775807 records",
                "[3]|latency.buckets must be an object",
                "\"6\"|latency.buckets must be an object"
            })
    void aDistributionThatIsNoneIsRefused(String buckets, String detail) {
        String id = newId();
        assertThat(rejection(whole(id, 1, "running", 3, latency(buckets)))
                        .get("detail")
                        .asString())
                .contains(detail);
        assertThat(service.task(id)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"5\":1,\"9\":2}", "{\"0\":0,\"110\":3}", "null"})
    void aDistributionThatAddsUpIsTaken(String buckets) {
        String id = newId();

        assertThat(service.report(whole(id, 1, "running", 3, latency(buckets)))
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);
        assertThat(service.task(id).get("avgLatency").asLong()).isEqualTo(3);
    }

    @Test
    void thereAreAtMost16LabelsOf128AndAPositionIsNoBook() {
        String seventeen = IntStream.range(0, 17)
                .mapToObj(label -> "\"l" + label + "\":\"x\"")
                .collect(Collectors.joining(","));
        assertThat(rejection(whole(newId(), 1, "running", 1, ",\"labels\":{" + seventeen + "}"))
                        .get("detail")
                        .asString())
                .contains("16");
        assertThat(rejection(whole(newId(), 1, "running", 1, ",\"labels\":{\"a\":\"" + "x".repeat(129) + "\"}"))
                        .get("detail")
                        .asString())
                .contains("128");
        assertThat(rejection(whole(newId(), 1, "running", 1, ",\"cdc\":{\"position\":\"" + "x".repeat(513) + "\"}"))
                        .get("detail")
                        .asString())
                .contains("cdc.position")
                .contains("512");
    }

    @Test
    void runsAreNamedOnceEachAndNotForSmallReports() {
        String one = newId();
        String two = newId();
        String batch = "[" + whole(one, 1, "running", 1, "") + ","
                + whole(two, 1, "running", 1, "").replace("flow of " + two, "flow of " + one) + ","
                + whole(one, 2, "running", 2, "") + "]";

        assertThat(service.report(batch).json().get("runs")).hasSize(1);
        assertThat(service.report(batch).json().get("runs")).hasSize(1);
        assertThat(service.report(small(one, 3, "running", 3)).json().get("runs"))
                .isEmpty();
    }

    @Test
    void allRefusedIs400WithTheSameMembers() {
        Answer answer = service.report("[" + small(newId(), 1, "running", 1) + "]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("accepted").asInt()).isZero();
        assertThat(answer.json().get("rejected").get(0).get("need").asString()).isEqualTo("whole");
        assertThat(answer.json().get("runs")).isEmpty();
        assertThat(service.report("[]").status()).isEqualTo(200);
    }

    @Test
    void tenThousandLinesPackedAreTakenAndOneMoreIsNot() {
        String id = newId();
        service.report(whole(id, 1, "running", 0, ""));
        String lines = IntStream.rangeClosed(2, 10_001)
                .mapToObj(sequence -> small(id, sequence, "running", sequence))
                .collect(Collectors.joining("\n"));

        Answer all = service.post(
                RunningService.gzip(lines.getBytes(StandardCharsets.UTF_8)), "application/x-ndjson", "gzip");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.json().get("accepted").asInt()).isEqualTo(10_000);

        Answer more = service.post(
                RunningService.gzip((lines + "\n" + small(id, 20_000, "running", 7)).getBytes(StandardCharsets.UTF_8)),
                "application/x-ndjson",
                "gzip");
        assertThat(more.status()).isEqualTo(413);
        assertThat(more.json().get("stale")).hasSize(10_000);
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(10_001);
    }

    @Test
    void anEndingWithoutItsTimeEndsAtTheServices() {
        String id = newId();
        JsonNode run = service.report(whole(id, 1, "running", 0, ""))
                .json()
                .get("runs")
                .get(0);
        long before = System.currentTimeMillis();
        service.report(small(id, 2, "completed", 5));

        long ended = service.get("/rest/v1/executions/" + run.get("flowId").asLong(), service.adminToken())
                .json()
                .get("ended")
                .asLong();
        assertThat(ended).isBetween(before, System.currentTimeMillis());
    }
}
