package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.http.ServiceApi.Answer;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Being signed in on the page. */
class SessionsTest {
    private static RunningService service;
    private static Accounts accounts;

    @BeforeAll
    static void start() {
        service = new RunningService();
        accounts = new Accounts(service);
        accounts.user(Accounts.DEFAULT, "edda", Role.EDITOR);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String flow() {
        return "/api/v1/flows/"
                + service.report(whole(newId(), 1, "running", 1, ""))
                        .json()
                        .get("runs")
                        .get(0)
                        .get("flowId")
                        .asLong();
    }

    private static Answer signIn(String login, String password) {
        return service.send(
                "POST",
                "/api/v1/session",
                new As.Stranger(),
                "{\"login\":\"%s\",\"password\":\"%s\"}".formatted(login, password));
    }

    @Test
    void theCookieIsForOurPagesAlone() {
        String cookie = signIn("edda", Accounts.PASSWORD).header("Set-Cookie");

        assertThat(cookie)
                .startsWith("flowgauge_session=")
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
                .doesNotContain("Secure", "Expires", "Max-Age");
    }

    @Test
    void aWrongPasswordOrLoginBeginsNoneAndSaysTheSame() {
        Answer wrong = signIn("edda", "not the password");
        Answer nobody = signIn("nobody", "not the password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("Set-Cookie")).isEmpty();
        assertThat(wrong.body()).isEqualTo(nobody.body());
    }

    @Test
    void aChangeCarriesTheTokenOfItsSession() {
        As.Session session = service.session("edda", Accounts.PASSWORD);
        As.Session another = service.session("edda", Accounts.PASSWORD);
        String flow = flow();

        for (As forged : new As[] {
            new As.Session(session.cookie(), ""),
            new As.Session(session.cookie(), "x".repeat(43)),
            new As.Session(session.cookie(), another.csrfToken())
        }) {
            Answer refused = service.send("PATCH", flow, forged, "{\"owner\":\"mallory\"}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().get("detail").asString()).contains("X-CSRF-Token", "GET /api/v1/me");
        }
        assertThat(service.send("PATCH", flow, session, "{\"owner\":\"edda\"}").status())
                .isEqualTo(200);
        assertThat(service.send("GET", "/api/v1/me", session, "")
                        .json()
                        .get("csrfToken")
                        .asString())
                .isEqualTo(session.csrfToken());
    }

    @Test
    void oneSignsOutOfOneSessionAndTheOthersGoOn() {
        As.Session here = service.session("edda", Accounts.PASSWORD);
        As.Session there = service.session("edda", Accounts.PASSWORD);

        Answer out = service.send("DELETE", "/api/v1/session", here, "");

        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).contains("flowgauge_session=;", "Max-Age=0");
        assertThat(service.send("GET", "/api/v1/me", here, "").status()).isEqualTo(401);
        assertThat(service.send("GET", "/api/v1/me", there, "").status()).isEqualTo(200);
    }

    @Test
    void oneSeesWhereOneIsSignedInAndEndsWhatOneDoesNotKnow() {
        accounts.user(Accounts.DEFAULT, "lost her phone", Role.VIEWER);
        As.Session phone = service.session("lost her phone", Accounts.PASSWORD);
        As.Session desk = service.session("lost her phone", Accounts.PASSWORD);

        JsonNode known =
                service.send("GET", "/api/v1/me/sessions", desk, "").json().get("sessions");
        assertThat(known).hasSize(2);
        assertThat(known.findValuesAsString("current")).containsExactlyInAnyOrder("true", "false");
        assertThat(known.toString()).contains("127.0.0.1", "Java-http-client").doesNotContain("secret", "hash");
        String id = "";
        for (JsonNode session : known) {
            id = session.get("current").asBoolean() ? id : session.get("id").asString();
        }
        assertThat(service.send("DELETE", "/api/v1/me/sessions/" + id, desk, "").status())
                .isEqualTo(204);

        assertThat(service.send("GET", "/api/v1/me", phone, "").status()).isEqualTo(401);
        assertThat(service.send("GET", "/api/v1/me", desk, "").status()).isEqualTo(200);
        assertThat(service.send("DELETE", "/api/v1/me/sessions/" + id, desk, "").status())
                .isEqualTo(404);
    }

    @Test
    void aSuperAdminLooksIntoAnotherTenantAndComesBack() {
        Tenant other = accounts.tenant("looked into", ZoneOffset.UTC);
        accounts.recorder(other.id(), "fg_lookedinto_0123456789abcdefghijklmn");
        service.send(
                "POST",
                "/api/v1/reports",
                new As.Bearer("fg_lookedinto_0123456789abcdefghijklmn"),
                whole("task there", 1, "running", 1, ""));
        As.Session root = service.session("admin", RunningService.PASSWORD);
        assertThat(service.send("GET", "/api/v1/tasks", root, "").body()).doesNotContain("task there");

        Answer there = service.send(
                "PUT",
                "/api/v1/session/tenant",
                root,
                "{\"tenantId\":%d}".formatted(other.id().value()));

        assertThat(there.status()).isEqualTo(200);
        assertThat(there.json().get("tenant").get("name").asString()).isEqualTo("looked into");
        assertThat(service.send("GET", "/api/v1/tasks", root, "")
                        .json()
                        .get("tasks")
                        .findValuesAsString("requestId"))
                .containsExactly("task there");
        assertThat(service.send("PUT", "/api/v1/session/tenant", root, "{\"tenantId\":999999}")
                        .status())
                .isEqualTo(404);
        service.send("PUT", "/api/v1/session/tenant", root, "{\"tenantId\":1}");
        assertThat(service.send("GET", "/api/v1/tasks", root, "").body()).doesNotContain("task there");
    }

    @Test
    void aCookieThatIsNoneIsRefusedWithoutAWord() {
        As.Session real = service.session("edda", Accounts.PASSWORD);
        String value = real.cookie().substring(real.cookie().indexOf('=') + 1);
        String[] parts = value.split("\\.", 2);
        Map<String, String> cookies = Map.of(
                "another secret", parts[0] + "." + "A".repeat(32),
                "another id", "A".repeat(16) + "." + parts[1],
                "no secret", parts[0],
                "turned round", parts[1] + "." + parts[0],
                "text", "nothing of the kind",
                "long", value + "A".repeat(4_000));
        Stream.concat(
                        cookies.values().stream().map(cookie -> "flowgauge_session=" + cookie),
                        Stream.of(real.cookie() + "; " + real.cookie()))
                .forEach(cookie -> {
                    Answer refused = service.send("GET", "/api/v1/tasks", new As.Session(cookie, ""), "");
                    assertThat(refused.status()).as(cookie).isEqualTo(401);
                    assertThat(refused.body()).doesNotContain(value);
                });
    }

    @Test
    void onePasswordIsEnoughToSignInAgainWhateverTheBrowserStillHas() {
        As.Session earlier = service.session("admin", ServiceApi.PASSWORD);
        As cookieAlone = request -> request.header("Cookie", earlier.cookie());
        String login = "{\"login\":\"admin\",\"password\":\"" + ServiceApi.PASSWORD + "\"}";

        for (String path : new String[] {"/api/v1/session", "/etl/rest/v1/token-auth/issue"}) {
            assertThat(service.send("POST", path, cookieAlone, login).status()).isEqualTo(200);
        }
    }

    @Test
    void aUserHasFiftySessionsAtMostAndTheOldestEnds() {
        accounts.user(Accounts.DEFAULT, "tabs", Role.VIEWER);
        As.Session first = service.session("tabs", Accounts.PASSWORD);
        As.Session last = first;
        for (int more = 0; more < 50; more++) {
            last = service.session("tabs", Accounts.PASSWORD);
        }

        assertThat(service.send("GET", "/api/v1/me", first, "").status()).isEqualTo(401);
        assertThat(service.send("GET", "/api/v1/me/sessions", last, "").json().get("sessions"))
                .hasSize(50);
    }

    @Test
    void aHeaderCountsBeforeTheCookie() {
        As.Session session = service.session("edda", Accounts.PASSWORD);
        Answer answer = service.send(
                "GET", "/api/v1/tasks", request -> session.on(request).header("Authorization", "Bearer nonsense"), "");

        assertThat(answer.status()).isEqualTo(401);
    }
}
