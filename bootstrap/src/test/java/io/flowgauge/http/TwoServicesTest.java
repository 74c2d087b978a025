package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.User;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two services on one PostgreSQL: what one changes in who may what is so on the other within a second. */
class TwoServicesTest {
    private static final Duration PROMISED = Duration.ofSeconds(1);

    private static RunningService here;
    private static RunningService there;
    private static Accounts accounts;
    private static As admin;

    @BeforeAll
    static void start() {
        here = new RunningService();
        there = new RunningService(here.database);
        accounts = new Accounts(here);
        admin = new As.Bearer(accounts.token(Accounts.DEFAULT, "ada", Role.ADMINISTRATOR));
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
    }

    /** The deadline is the promise; a slower machine than it was made for shows as a failure with the time. */
    private static void within(Duration promised, String path, As as, int status) {
        await().atMost(promised)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(there.send("GET", path, as, "").status()).isEqualTo(status));
    }

    private static As inThere(User user) {
        As token = new As.Bearer(here.token(user.login(), Accounts.PASSWORD));
        within(Duration.ofSeconds(5), "/api/v1/tasks", token, 200);
        return token;
    }

    private static void change(String method, String path, String body) {
        assertThat(here.send(method, path, admin, body).status()).isBetween(200, 204);
    }

    @Test
    void aDisabledUserIsOutOnTheOther() {
        User user = accounts.user(Accounts.DEFAULT, "disabled", Role.VIEWER);
        As token = inThere(user);
        As session = here.session("disabled", Accounts.PASSWORD);
        within(PROMISED, "/api/v1/me", session, 200);

        change("PATCH", "/api/v1/users/" + user.id().value(), "{\"enabled\":false}");

        within(PROMISED, "/api/v1/tasks", token, 401);
        within(PROMISED, "/api/v1/me", session, 401);
    }

    @Test
    void aChosenPasswordEndsTheOldTokensOnTheOther() {
        As token = inThere(accounts.user(Accounts.DEFAULT, "chooser", Role.VIEWER));

        assertThat(here.send(
                                "PUT",
                                "/api/v1/me/password",
                                token,
                                "{\"current\":\"%s\",\"password\":\"eight tall storks nap\"}"
                                        .formatted(Accounts.PASSWORD))
                        .status())
                .isEqualTo(204);

        within(PROMISED, "/api/v1/tasks", token, 401);
    }

    @Test
    void aSessionThatIsEndedHereIsOverThere() {
        accounts.user(Accounts.DEFAULT, "leaver", Role.VIEWER);
        As session = here.session("leaver", Accounts.PASSWORD);
        within(PROMISED, "/api/v1/me", session, 200);

        assertThat(here.send("DELETE", "/api/v1/session", session, "").status()).isEqualTo(204);

        within(PROMISED, "/api/v1/me", session, 401);
    }

    @Test
    void aRevokedKeyIsRefusedOnTheOther() {
        String key = here.send("POST", "/api/v1/api-keys", admin, "{\"name\":\"k\",\"role\":\"viewer\"}")
                .json()
                .get("key")
                .asString();
        within(PROMISED, "/api/v1/tasks", new As.Bearer(key), 200);

        change("DELETE", "/api/v1/api-keys/" + key.split("_", 3)[1], "");

        within(PROMISED, "/api/v1/tasks", new As.Bearer(key), 401);
    }

    @Test
    void aTokenOfTheOneIsGoodForTheOther() {
        here.report(whole(newId(), 1, "running", 1, ""));
        assertThat(there.get("/api/v1/flows", here.adminToken()).status()).isEqualTo(200);
        assertThat(here.get("/api/v1/flows", there.adminToken()).status()).isEqualTo(200);
    }
}
