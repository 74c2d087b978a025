package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.http.ServiceApi.Answer;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What an Administrator does with the users of a tenant, and what becomes of them. */
class UsersTest {
    private static final String USERS = "/api/v1/users";
    private static final String GOOD = "seven quiet otters ride";

    private static RunningService service;
    private static Accounts accounts;
    private static As admin;
    private static TenantId alone;
    private static As loner;

    @BeforeAll
    static void start() {
        service = new RunningService();
        accounts = new Accounts(service);
        admin = new As.Bearer(accounts.token(Accounts.DEFAULT, "ada", Role.ADMINISTRATOR));
        alone = accounts.tenant("alone", ZoneOffset.UTC).id();
        loner = new As.Bearer(accounts.token(alone, "loner", Role.ADMINISTRATOR));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer create(String body) {
        return service.send("POST", USERS, admin, body);
    }

    private static String path(JsonNode user) {
        return USERS + "/" + user.get("id").asLong();
    }

    private static JsonNode made(String login, String more) {
        Answer made =
                create("{\"login\":\"%s\",\"password\":\"%s\",\"roles\":[\"viewer\"]%s}".formatted(login, GOOD, more));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json();
    }

    private static int tasksAs(As as) {
        return service.send("GET", "/api/v1/tasks", as, "").status();
    }

    @Test
    void aNewUserChoosesAPasswordBeforeAnythingElse() {
        made("nora", "");
        As first = new As.Bearer(service.token("nora", GOOD));

        Answer refused = service.send("GET", "/api/v1/tasks", first, "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("detail").asString()).contains("PUT /api/v1/me/password");
        assertThat(service.send("GET", "/api/v1/me", first, "")
                        .json()
                        .get("mustChangePassword")
                        .asBoolean())
                .isTrue();

        String chosen = "nine loud herons walk";
        assertThat(service.send(
                                "PUT",
                                "/api/v1/me/password",
                                first,
                                "{\"current\":\"%s\",\"password\":\"%s\"}".formatted(GOOD, chosen))
                        .status())
                .isEqualTo(204);

        assertThat(tasksAs(first)).as("the token of the old password").isEqualTo(401);
        assertThat(service.signIn("{\"login\":\"nora\",\"password\":\"%s\"}".formatted(GOOD))
                        .status())
                .isEqualTo(401);
        assertThat(tasksAs(new As.Bearer(service.token("nora", chosen)))).isEqualTo(200);
    }

    @Test
    void aDisabledUserIsOutAtOnceByTokenAndSessionAndComesBackWithNeither() {
        JsonNode user = made("dora", ",\"mustChangePassword\":false");
        As token = new As.Bearer(service.token("dora", GOOD));
        As session = service.session("dora", GOOD);
        assertThat(tasksAs(token)).isEqualTo(200);
        assertThat(tasksAs(session)).isEqualTo(200);

        Answer disabled = service.send("PATCH", path(user), admin, "{\"enabled\":false}");
        assertThat(disabled.json().get("enabled").asBoolean()).isFalse();
        assertThat(tasksAs(token)).isEqualTo(401);
        assertThat(tasksAs(session)).isEqualTo(401);
        Answer refused = service.signIn("{\"login\":\"dora\",\"password\":\"%s\"}".formatted(GOOD));
        Answer nobody = service.signIn("{\"login\":\"nobody at all\",\"password\":\"%s\"}".formatted(GOOD));
        assertThat(refused.body()).isEqualTo(nobody.body());
        assertThat(refused.status()).isEqualTo(401);

        service.send("PATCH", path(user), admin, "{\"enabled\":true}");
        assertThat(tasksAs(token)).isEqualTo(401);
        assertThat(tasksAs(session)).isEqualTo(401);
        assertThat(tasksAs(new As.Bearer(service.token("dora", GOOD)))).isEqualTo(200);
    }

    @Test
    void newRolesCountFromTheNextTokenAndEndTheOldOne() {
        JsonNode user = made("rosa", ",\"mustChangePassword\":false");
        As token = new As.Bearer(service.token("rosa", GOOD));
        assertThat(service.send("GET", USERS, token, "").status()).isEqualTo(403);

        service.send("PATCH", path(user), admin, "{\"roles\":[\"administrator\",\"editor\"]}");

        assertThat(tasksAs(token)).isEqualTo(401);
        As now = new As.Bearer(service.token("rosa", GOOD));
        assertThat(service.send("GET", USERS, now, "").status()).isEqualTo(200);
        assertThat(service.send("GET", "/api/v1/me", now, "")
                        .json()
                        .get("roles")
                        .toString())
                .isEqualTo("[\"editor\",\"administrator\"]");
    }

    @Test
    void aPasswordThatAnAdministratorSetsIsToBeChanged() {
        JsonNode user = made("paul", ",\"mustChangePassword\":false");
        As token = new As.Bearer(service.token("paul", GOOD));

        service.send("PATCH", path(user), admin, "{\"password\":\"three slow lynxes dance\"}");

        assertThat(tasksAs(token)).isEqualTo(401);
        assertThat(tasksAs(new As.Bearer(service.token("paul", "three slow lynxes dance"))))
                .isEqualTo(403);
    }

    @Test
    void aDeletedUserIsGoneAndTheLoginIsFree() {
        JsonNode user = made("gina", ",\"mustChangePassword\":false");
        As token = new As.Bearer(service.token("gina", GOOD));
        As session = service.session("gina", GOOD);

        assertThat(service.send("DELETE", path(user), admin, "").status()).isEqualTo(204);

        assertThat(tasksAs(token)).isEqualTo(401);
        assertThat(tasksAs(session)).isEqualTo(401);
        assertThat(service.send("GET", path(user), admin, "").status()).isEqualTo(404);
        made("gina", "");
        assertThat(tasksAs(token)).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "short, 5 characters, must have 12 to 256",
        "password1234, too easy to guess, several words",
        "qwertyuiop[], too easy to guess, several words",
        "wilma wilma wilma, too easy to guess, the login"
    })
    void aPasswordThatIsEasyToGuessIsRefused(String password, String why, String hint) {
        Answer refused = create("{\"login\":\"wilma\",\"password\":\"%s\",\"roles\":[\"viewer\"]}".formatted(password));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("detail").asString())
                .contains(why, hint)
                .doesNotContain(password.equals("short") ? "\"short\"" : password);
        assertThat(refused.json().get("errors").get(0).get("pointer").asString())
                .isEqualTo("/password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"login\":\"x\",\"password\":\"seven quiet otters ride\"}",
                "{\"login\":\"\",\"password\":\"seven quiet otters ride\",\"roles\":[]}",
                "{\"login\":7,\"password\":\"seven quiet otters ride\",\"roles\":[]}",
                "{\"login\":\"x\",\"password\":\"seven quiet otters ride\",\"roles\":[\"recorder\"]}",
                "{\"login\":\"x\",\"password\":\"seven quiet otters ride\",\"roles\":[\"king\"]}",
                "{\"login\":\"x\",\"password\":\"seven quiet otters ride\",\"roles\":\"viewer\"}",
                "{\"login\":\"x\",\"password\":\"seven quiet otters ride\",\"roles\":[],\"tenant\":2}",
                "{\"login\":\"x\",\"login\":\"y\",\"password\":\"seven quiet otters ride\",\"roles\":[]}"
            })
    void whatIsNoUserIsRefusedWhole(String body) {
        Answer refused = create(body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(service.send("GET", USERS, admin, "").body()).doesNotContain("\"login\":\"x\"");
    }

    @Test
    void aLoginIsTakenInTheWholeService() {
        Answer taken = create("{\"login\":\"loner\",\"password\":\"%s\",\"roles\":[]}".formatted(GOOD));

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.json().get("detail").asString()).contains("loner", "taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"enabled\":false}", "{\"roles\":[\"viewer\"]}", ""})
    void theLastAdministratorStays(String change) {
        JsonNode me = service.send("GET", "/api/v1/me", loner, "").json();
        String path = USERS + "/" + me.get("userId").asLong();

        Answer refused = service.send(change.isEmpty() ? "DELETE" : "PATCH", path, loner, change);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asString()).contains("last enabled administrator");
        assertThat(tasksAs(loner)).isEqualTo(200);
    }

    @Test
    void anAdministratorMakesAndTouchesNoSuperAdmin() {
        Answer refused = create("{\"login\":\"sue\",\"password\":\"%s\",\"roles\":[\"super_admin\"]}".formatted(GOOD));
        assertThat(refused.status()).isEqualTo(403);

        As root = new As.Bearer(service.adminToken());
        long id =
                service.send("GET", "/api/v1/me", root, "").json().get("userId").asLong();
        for (String change : new String[] {"{\"enabled\":false}", "{\"password\":\"five green mice sing\"}"}) {
            assertThat(service.send("PATCH", USERS + "/" + id, admin, change).status())
                    .isEqualTo(403);
        }
        assertThat(service.send("DELETE", USERS + "/" + id, admin, "").status()).isEqualTo(403);
    }

    @Test
    void anAdministratorSeesAndEndsNoSessionOfASuperAdmin() {
        String sessions = USERS + "/" + adminId() + "/sessions";
        service.session("admin", ServiceApi.PASSWORD);
        As root = new As.Bearer(service.adminToken());
        String session = service.send("GET", sessions, root, "")
                .json()
                .get("sessions")
                .get(0)
                .get("id")
                .asString();

        assertThat(service.send("GET", sessions, admin, "").status()).isEqualTo(403);
        assertThat(service.send("DELETE", sessions + "/" + session, admin, "").status())
                .isEqualTo(403);
        assertThat(service.send("DELETE", sessions + "/" + session, root, "").status())
                .isEqualTo(204);
    }

    private static long adminId() {
        return service.send("GET", "/api/v1/me", new As.Bearer(service.adminToken()), "")
                .json()
                .get("userId")
                .asLong();
    }

    @Test
    void onesOwnPasswordIsNotSetByAdministering() {
        long me = service.send("GET", "/api/v1/me", loner, "")
                .json()
                .get("userId")
                .asLong();

        Answer refused = service.send("PATCH", USERS + "/" + me, loner, "{\"password\":\"five green mice sing\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asString()).contains("PUT /api/v1/me/password");
        assertThat(tasksAs(loner)).isEqualTo(200);
    }

    @Test
    void whoGuessesAtTheCurrentPasswordIsToldWhenToGoOn() {
        made("gus", ",\"mustChangePassword\":false");
        As gus = new As.Bearer(service.token("gus", GOOD));
        String guess = "{\"current\":\"a guess at it\",\"password\":\"nine loud herons walk\"}";
        for (int failure = 0; failure < 10; failure++) {
            assertThat(service.send("PUT", "/api/v1/me/password", gus, guess).status())
                    .isEqualTo(400);
        }

        Answer refused = service.send("PUT", "/api/v1/me/password", gus, guess);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    }

    @Test
    void usersComeInPagesOfTheTenantAlone() {
        for (String login : new String[] {"p1", "p2", "p3"}) {
            accounts.user(alone, login, Role.VIEWER);
        }
        JsonNode first = service.send("GET", USERS + "?limit=2", loner, "").json();
        JsonNode rest = service.send(
                        "GET", USERS + "?limit=2&cursor=" + first.get("next").asString(), loner, "")
                .json();

        assertThat(first.get("users").findValuesAsString("login")).containsExactly("loner", "p1");
        assertThat(rest.get("users").findValuesAsString("login")).containsExactly("p2", "p3");
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(rest.toString()).doesNotContain("argon", "hash", "password\"");
    }
}
