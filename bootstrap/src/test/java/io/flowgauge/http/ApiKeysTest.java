package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.access.Credentials;
import io.flowgauge.domain.Role;
import io.flowgauge.http.ServiceApi.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The keys of engines and programs: made, used, rotated, revoked. */
class ApiKeysTest {
    private static final String KEYS = "/api/v1/api-keys";

    private static RunningService service;
    private static As admin;

    @BeforeAll
    static void start() {
        service = new RunningService();
        admin = new As.Bearer(new Accounts(service).token(Accounts.DEFAULT, "ada", Role.ADMINISTRATOR));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode made(String body) {
        Answer made = service.send("POST", KEYS, admin, body);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json();
    }

    private static As key(JsonNode made) {
        return new As.Bearer(made.get("key").asString());
    }

    private static int report(As as) {
        return service.send("POST", "/api/v1/reports", as, whole(newId(), 1, "running", 1, ""))
                .status();
    }

    private static JsonNode listed(String id) {
        for (JsonNode key : service.send("GET", KEYS, admin, "").json().get("keys")) {
            if (key.get("id").asString().equals(id)) {
                return key;
            }
        }
        throw new AssertionError(id + " is not listed");
    }

    @Test
    void aKeyIsShownOnceAndThenOnlyWhatItIs() {
        JsonNode made = made("{\"name\":\"engine of sales\",\"role\":\"recorder\",\"requestsPerMinute\":6000}");
        String whole = made.get("key").asString();

        assertThat(whole).startsWith("fg_" + made.get("id").asString() + "_");
        assertThat(report(key(made))).isEqualTo(200);
        JsonNode listed = listed(made.get("id").asString());
        assertThat(listed.get("name").asString()).isEqualTo("engine of sales");
        assertThat(listed.get("createdBy").asString()).isEqualTo("ada");
        assertThat(listed.get("requestsPerMinute").asInt()).isEqualTo(6000);
        assertThat(listed.get("expires").isNull()).isTrue();
        assertThat(service.send("GET", KEYS, admin, "").body())
                .doesNotContain(whole.substring(whole.lastIndexOf('_') + 1))
                .doesNotContain("hash");
    }

    @Test
    void itsLastUseIsKnownOnceItIsWritten() {
        JsonNode made = made("{\"name\":\"used\",\"role\":\"viewer\"}");
        assertThat(listed(made.get("id").asString()).get("lastUsed").isNull()).isTrue();
        long before = System.currentTimeMillis();

        assertThat(service.send("GET", "/api/v1/tasks", key(made), "").status()).isEqualTo(200);
        service.bean(Credentials.class).writeUses();

        assertThat(listed(made.get("id").asString()).get("lastUsed").asLong())
                .isBetween(before - 1_000, System.currentTimeMillis() + 1_000);
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        JsonNode made = made("{\"name\":\"stolen\",\"role\":\"recorder\"}");
        assertThat(report(key(made))).isEqualTo(200);

        assertThat(service.send("DELETE", KEYS + "/" + made.get("id").asString(), admin, "")
                        .status())
                .isEqualTo(204);

        assertThat(report(key(made))).isEqualTo(401);
    }

    @Test
    void aRotatedKeyGoesOnForItsOverlapBesideTheNewOne() {
        JsonNode old = made("{\"name\":\"rotated\",\"role\":\"recorder\",\"requestsPerMinute\":600}");
        String path = KEYS + "/" + old.get("id").asString() + "/rotate";

        JsonNode fresh =
                service.send("POST", path, admin, "{\"overlapSeconds\":3600}").json();

        assertThat(report(key(old))).isEqualTo(200);
        assertThat(report(key(fresh))).isEqualTo(200);
        assertThat(fresh.get("name").asString()).isEqualTo("rotated");
        assertThat(fresh.get("requestsPerMinute").asInt()).isEqualTo(600);
        assertThat(listed(old.get("id").asString()).get("expires").asLong())
                .isBetween(System.currentTimeMillis() + 3_500_000, System.currentTimeMillis() + 3_601_000);

        Answer again = service.send("POST", path, admin, "{\"overlapSeconds\":0}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").asString()).contains("rotated already", "successor");
        assertThat(report(key(old))).isEqualTo(200);
    }

    @Test
    void aKeyThatIsRotatedWithoutOverlapHasExpired() {
        JsonNode old = made("{\"name\":\"at once\",\"role\":\"recorder\"}");
        String path = KEYS + "/" + old.get("id").asString() + "/rotate";

        JsonNode fresh =
                service.send("POST", path, admin, "{\"overlapSeconds\":0}").json();

        assertThat(report(key(old))).isEqualTo(401);
        assertThat(report(key(fresh))).isEqualTo(200);
        assertThat(service.send("POST", path, admin, "{}").status()).isEqualTo(409);
    }

    @Test
    void whoeverAsksMoreThanItsLimitIsToldWhenToGoOn() {
        JsonNode made = made("{\"name\":\"eager\",\"role\":\"viewer\",\"requestsPerMinute\":3}");
        for (int request = 0; request < 3; request++) {
            assertThat(service.send("GET", "/api/v1/tasks", key(made), "").status())
                    .isEqualTo(200);
        }

        Answer refused = service.send("GET", "/api/v1/tasks", key(made), "");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 20);
        assertThat(refused.json().get("detail").asString()).contains("go on in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"x\",\"role\":\"administrator\"}",
                "{\"name\":\"\",\"role\":\"viewer\"}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"expires\":1}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"requestsPerMinute\":0}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"key\":\"mine\"}"
            })
    void whatIsNoKeyIsRefused(String body) {
        assertThat(service.send("POST", KEYS, admin, body).status()).isEqualTo(400);
    }

    @Test
    void theListIsInTheOrderOfNamesAndEveryKeyIsOnOnePage() {
        List<String> made = new ArrayList<>();
        for (String name : List.of("page z", "page m", "page a", "page a b", "page y", "page a")) {
            made.add(made("{\"name\":\"" + name + "\",\"role\":\"viewer\"}")
                    .get("id")
                    .asString());
        }
        List<String> whole =
                ids(service.send("GET", KEYS + "?limit=1000", admin, "").json());
        List<String> inPages = new ArrayList<>();
        String cursor = "";
        while (inPages.size() < whole.size()) {
            JsonNode page =
                    service.send("GET", KEYS + "?limit=2" + cursor, admin, "").json();
            assertThat(ids(page)).hasSizeBetween(1, 2);
            inPages.addAll(ids(page));
            cursor = "&cursor=" + page.get("next").asString("");
        }

        assertThat(inPages).isEqualTo(whole);
        assertThat(cursor).as("the last page is followed by none").isEqualTo("&cursor=");
        assertThat(whole.stream().filter(made::contains))
                .containsExactly(made.get(2), made.get(5), made.get(3), made.get(1), made.get(4), made.get(0));
    }

    private static List<String> ids(JsonNode page) {
        return page.get("keys").findValuesAsString("id");
    }

    @Test
    void aMonitorsKeyIsForSuperAdminsToMake() {
        String body = "{\"name\":\"prometheus\",\"role\":\"monitor\"}";
        assertThat(service.send("POST", KEYS, admin, body).status()).isEqualTo(403);

        Answer made = service.send("POST", KEYS, new As.Bearer(service.adminToken()), body);
        assertThat(service.send("GET", "/actuator/prometheus", key(made.json()), "")
                        .status())
                .isEqualTo(200);
        assertThat(service.send("GET", "/api/v1/tasks", key(made.json()), "").status())
                .isEqualTo(403);
    }

    @Test
    void aKeyThatIsRevokedWhileItsReportsComeIsOutForTheRest() throws IOException {
        Answer made = service.send("POST", KEYS, admin, "{\"name\":\"slow\",\"role\":\"recorder\"}");
        String before = newId();
        String after = newId();
        try (Line line = Line.to(service.uri("/").getPort())) {
            line.send("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nAuthorization: Bearer "
                    + made.json().get("key").asString() + "\r\n\r\n");
            line.send(chunk(whole(before, 1, "running", 1, "")));
            service.send("DELETE", KEYS + "/" + made.json().get("id").asString(), admin, "");
            line.send(chunk(whole(after, 1, "running", 1, "")) + "0\r\n\r\n");

            assertThat(line.rest()).startsWith("HTTP/1.1 401 ").contains("the key has ended");
        }
        assertThat(service.send("GET", "/api/v1/tasks?q=" + after, admin, "")
                        .json()
                        .get("tasks"))
                .isEmpty();
    }

    private static String chunk(String report) {
        return Integer.toHexString(report.length() + 1) + "\r\n" + report + "\n\r\n";
    }
}
