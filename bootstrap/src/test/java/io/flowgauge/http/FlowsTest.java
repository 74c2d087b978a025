package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Flows, runs and the lists of live tasks under {@code /api/v1}. */
class FlowsTest {
    private static RunningService service;
    private static String admin;

    @BeforeAll
    static void start() {
        service = new RunningService("--flowgauge.check-interval=3600s");
        admin = service.adminToken();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode got(String path) {
        Answer answer = service.get(path, admin);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        return answer.json();
    }

    /** A task in a run of a flow; the run, as the answer to its report names it. */
    private static JsonNode begin(String id, String flow, String run, String more) {
        Answer answer = service.report(
                whole(id, 1, "running", 1, more).replace("flow of " + id, flow).replace("\"r1\"", "\"" + run + "\""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("runs").get(0);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> all = new ArrayList<>();
        list.forEach(item -> all.add(item.get(field).asString()));
        return all;
    }

    /** All pages of a list, by {@code next}. */
    private static List<String> pages(String path, String list, String field) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = got(path + (path.contains("?") ? "&" : "?") + "limit=2&cursor=" + cursor);
            assertThat(page.propertyNames()).containsExactly(list, "next");
            assertThat(page.get(list).size()).isLessThanOrEqualTo(2);
            all.addAll(texts(page.get(list), field));
            cursor = page.get("next").asString("");
        } while (!cursor.isEmpty());
        return all;
    }

    @Test
    void aFlowIsFoundByItsNameWithItsLastRunAndHowManyRun() {
        String id = newId();
        JsonNode run = begin(id, "the flow & more", "1", ",\"owner\":\"ann\"");
        service.report(small(id, 2, "running", 50));

        JsonNode flows = got("/api/v1/flows?name=" + encoded("the flow & more"));

        assertThat(flows.get("flows")).hasSize(1);
        JsonNode flow = flows.get("flows").get(0);
        assertThat(flow.propertyNames())
                .containsExactly("flowId", "name", "description", "owner", "link", "lastRun", "running");
        assertThat(flow.get("flowId")).isEqualTo(run.get("flowId"));
        assertThat(flow.get("running").asInt()).isEqualTo(1);
        JsonNode last = flow.get("lastRun");
        assertThat(last.propertyNames())
                .containsExactly(
                        "auditId",
                        "flowId",
                        "flow",
                        "runKey",
                        "messageId",
                        "parentAuditId",
                        "retries",
                        "state",
                        "started",
                        "ended",
                        "duration",
                        "records",
                        "user",
                        "error");
        assertThat(last.get("records").asLong()).isEqualTo(50);
        assertThat(last.get("state").asString()).isEqualTo("running");
        assertThat(last.get("user").asString()).isEqualTo("ann");
        assertThat(got("/api/v1/flows/" + run.get("flowId").asLong())
                        .get("lastRun")
                        .get("auditId"))
                .isEqualTo(run.get("auditId"));
        assertThat(got("/api/v1/flows?name=the+flow").get("flows")).isEmpty();
    }

    @Test
    void flowsComeInPagesByName() {
        for (String name : List.of("zz paged 3", "zz paged 1", "zz paged 2", "zz paged 4", "zz paged 5")) {
            begin(newId(), name, "1", "");
        }

        assertThat(pages("/api/v1/flows", "flows", "name"))
                .isSorted()
                .containsSubsequence("zz paged 1", "zz paged 2", "zz paged 3", "zz paged 4", "zz paged 5");
    }

    @Test
    void runsAreTheFlowsTheNewestFirstAndThoseOfTheStateAskedFor() {
        JsonNode flow = null;
        for (int run = 1; run <= 5; run++) {
            String id = newId();
            flow = begin(id, "five runs", "" + run, "");
            if (run % 2 == 0) {
                service.report(small(id, 2, run == 2 ? "failed" : "completed", 5));
            }
        }
        String path = "/api/v1/flows/" + flow.get("flowId").asLong() + "/runs";

        assertThat(pages(path, "runs", "runKey")).containsExactly("5", "4", "3", "2", "1");
        assertThat(texts(got(path + "?state=failed").get("runs"), "runKey")).containsExactly("2");
        assertThat(texts(got(path + "?state=running").get("runs"), "runKey")).containsExactly("5", "3", "1");
        assertThat(got(path + "?from=" + RunningService.NOW).get("runs")).isEmpty();
        assertThat(got(path + "?to=" + RunningService.NOW).get("runs")).hasSize(5);
        assertThat(service.get("/api/v1/flows/999999999/runs", admin).status()).isEqualTo(404);
        assertThat(service.get(path + "?from=5&to=4", admin).status()).isEqualTo(400);
    }

    @Test
    void aRunHasItsTasksEndedAndRunning() {
        String one = newId();
        JsonNode run = begin(one, "two tasks", "1", "");
        String two = newId();
        begin(two, "two tasks", "1", "");
        service.report(small(one, 2, "completed", 30));
        service.report(small(two, 2, "running", 4));

        JsonNode read = got("/api/v1/runs/" + run.get("auditId").asLong());

        assertThat(read.get("auditId")).isEqualTo(run.get("auditId"));
        assertThat(read.get("flow").asString()).isEqualTo("two tasks");
        assertThat(read.get("records").asLong()).isEqualTo(34);
        assertThat(texts(read.get("tasks"), "requestId")).containsExactly(one, two);
        assertThat(texts(read.get("tasks"), "state")).containsExactly("completed", "running");
        assertThat(read.get("tasks").get(1).get("recordsProcessed").asLong()).isEqualTo(4);
        assertThat(read.get("next").isNull()).isTrue();
        JsonNode first = got("/api/v1/runs/" + run.get("auditId").asLong() + "?limit=1");
        assertThat(first.get("records").asLong()).isEqualTo(34);
        assertThat(texts(first.get("tasks"), "requestId")).containsExactly(one);
        JsonNode rest = got("/api/v1/runs/" + run.get("auditId").asLong() + "?limit=1&cursor="
                + first.get("next").asString());
        assertThat(texts(rest.get("tasks"), "requestId")).containsExactly(two);
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(service.get("/api/v1/runs/999999999", admin).status()).isEqualTo(404);
        JsonNode other = begin(newId(), "two tasks", "2", "");
        assertThat(service.get(
                                "/api/v1/runs/" + other.get("auditId").asLong() + "?cursor="
                                        + first.get("next").asString(),
                                admin)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aTrendHasADayForEachDay() {
        String id = newId();
        JsonNode run = begin(id, "trend", "1", "");
        service.report(
                small(id, 2, "failed", 9).replace("}", ",\"ended\":" + (RunningService.NOW - 1_000 + 700) + "}"));
        String path = "/api/v1/flows/" + run.get("flowId").asLong() + "/trend";

        JsonNode trend = got(path);

        assertThat(trend.propertyNames())
                .containsExactly("flowId", "flow", "zone", "usualDuration", "p95Duration", "days");
        assertThat(trend.get("zone").asString()).isEqualTo("UTC");
        assertThat(trend.get("days")).hasSize(30);
        assertThat(trend.get("usualDuration").asLong()).isEqualTo(700);
        LocalDate day = LocalDate.ofEpochDay((RunningService.NOW - 1_000) / 86_400_000);
        JsonNode ofRun = null;
        for (JsonNode each : trend.get("days")) {
            assertThat(each.propertyNames())
                    .containsExactly("day", "at", "runs", "failures", "records", "usualDuration", "p95Duration");
            ofRun = each.get("day").asString().equals(day.toString()) ? each : ofRun;
        }
        assertThat(ofRun.get("runs").asInt()).isEqualTo(1);
        assertThat(ofRun.get("failures").asInt()).isEqualTo(1);
        assertThat(ofRun.get("records").asInt()).isEqualTo(9);
        assertThat(ofRun.get("p95Duration").asInt()).isEqualTo(700);
        assertThat(ofRun.get("at").asLong())
                .isEqualTo(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
        assertThat(trend.get("days").get(0).get("usualDuration").isNull()).isTrue();
        assertThat(got(path + "?days=1").get("days")).hasSize(1);
        assertThat(service.get("/api/v1/flows/999999999/trend", admin).status()).isEqualTo(404);
    }

    @Test
    void liveTasksAreFilteredSortedAndPaged() {
        for (int task = 0; task < 5; task++) {
            String id = newId();
            service.report(whole(id, 1, "running", task, ",\"engine\":\"engine of list\"")
                    .replace("\"copy\"", "\"list me " + task % 3 + "\""));
        }
        String list = "/api/v1/tasks?engine=" + encoded("engine of list");

        assertThat(pages(list + "&sort=-recordsProcessed", "tasks", "recordsProcessed"))
                .containsExactly("4", "3", "2", "1", "0");
        assertThat(pages(list + "&sort=name", "tasks", "name"))
                .containsExactly("list me 0", "list me 0", "list me 1", "list me 1", "list me 2");
        assertThat(got(list + "&q=LIST+ME+2").get("tasks")).hasSize(1);
        assertThat(got(list + "&type=load").get("tasks")).isEmpty();
        assertThat(got(list + "&state=lost").get("tasks")).isEmpty();
        JsonNode first = got(list + "&limit=1");
        JsonNode task = first.get("tasks").get(0);
        assertThat(got(list + "&flowId=" + task.get("flowId").asLong()).get("tasks"))
                .hasSize(1);
        assertThat(got(list + "&auditId=" + task.get("auditId").asLong()).get("tasks"))
                .hasSize(1);
        assertThat(got(list + "&flow=" + encoded(task.get("flow").asString())).get("tasks"))
                .hasSize(1);
        assertThat(got("/api/v1/tasks?limit=1000").get("next").isNull()).isTrue();
        Answer otherOrder =
                service.get(list + "&sort=name&cursor=" + first.get("next").asString(), admin);
        assertThat(otherOrder.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tasks?limit=0",
                "tasks?limit=1001",
                "tasks?limit=x",
                "tasks?limit=1&limit=1",
                "tasks?sort=age",
                "tasks?sort=--name",
                "tasks?state=completed",
                "tasks?type=LOAD",
                "tasks?flowId=0",
                "tasks?auditId=-1",
                "tasks?cursor=x",
                "tasks?cursor=e30",
                "tasks?cursor=W10",
                "tasks?cursor=bnVsbA",
                "tasks?cursor=WyJ0YXNrcyBieSBzdGFydGVkIl0",
                "tasks?cursor=WyJ0YXNrcyBieSBzdGFydGVkIiwieCIsInkiLCJ6IiwidyJd",
                "tasks?q=a&q=b",
                "tasks?q=%F0%28",
                "tasks?%F0=1",
                "flows?limit=0",
                "flows?cursor=%F0",
                "flows?name=a&name=b",
                "flows?name=a%00",
                "flows?cursor=WyJmbG93cyIsImFcdTAwMDAiXQ",
                "flows/x",
                "flows/1/runs?state=error",
                "flows/1/runs?from=x",
                "flows/1/runs?from=253402300800000",
                "flows/1/runs?to=9223372036854775807",
                "flows/1/runs?cursor=WyJydW5zIiwiOTIyMzM3MjAzNjg1NDc3NTgwNyIsIjEiXQ",
                "flows/1/runs?cursor=WyJmbG93cyIsImEiXQ",
                "flows/1/trend?days=0",
                "flows/1/trend?days=732",
                "runs/0",
                "runs/%31x"
            })
    void whatIsNotAsItMustBeIsRefusedWithWhatWouldBe(String path) {
        Answer answer = service.get("/api/v1/" + path, admin);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tasks?flw=x",
                "tasks/1?x=1",
                "tasks/1/history?steps=1000",
                "flows?q=orders",
                "flows/1?limit=2",
                "flows/1/runs?status=failed",
                "flows/1/trend?day=3",
                "runs/1?state=running",
                "history/export?taskid=1"
            })
    void aParameterThatIsNoneOfTheEndpointsIsRefused(String path) {
        Answer answer = service.get("/api/v1/" + path, admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString())
                .startsWith("there is no parameter \"" + path.replaceAll(".*\\?(.*)=.*", "$1") + "\" here");
    }
}
