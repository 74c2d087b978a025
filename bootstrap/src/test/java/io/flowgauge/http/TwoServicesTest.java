package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

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

    /** What is asked of the other service, by whom. */
    private record Asked(String path, As as) {
        boolean isAnswered(int status) {
            int answered = there.send("GET", path, as, "").status();
            assertThat(answered).isIn(200, 401);
            return answered == status;
        }
    }

    /**
     * Asks until all are answered so. What is still answered otherwise has to have been asked before the promise ran out; how long an answer
     * takes on a slow machine does not count.
     */
    private static void within(Duration promised, int status, Asked... all) {
        long changed = System.nanoTime();
        boolean isSo = false;
        while (!isSo) {
            isSo = true;
            for (Asked asked : all) {
                Duration after = Duration.ofNanos(System.nanoTime() - changed);
                if (!asked.isAnswered(status)) {
                    isSo = false;
                    assertThat(after)
                            .as("%s is not answered %d", asked.path(), status)
                            .isLessThan(promised);
                }
            }
        }
    }

    private static Asked tasks(As as) {
        return new Asked("/api/v1/tasks", as);
    }

    private static Asked me(As as) {
        return new Asked("/api/v1/me", as);
    }

    private static As inThere(User user) {
        As token = new As.Bearer(here.token(user.login(), Accounts.PASSWORD));
        within(Duration.ofSeconds(5), 200, tasks(token));
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
        within(PROMISED, 200, me(session));

        change("PATCH", "/api/v1/users/" + user.id().value(), "{\"enabled\":false}");

        within(PROMISED, 401, tasks(token), me(session));
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

        within(PROMISED, 401, tasks(token));
    }

    @Test
    void aSessionThatIsEndedHereIsOverThere() {
        accounts.user(Accounts.DEFAULT, "leaver", Role.VIEWER);
        As session = here.session("leaver", Accounts.PASSWORD);
        within(PROMISED, 200, me(session));

        assertThat(here.send("DELETE", "/api/v1/session", session, "").status()).isEqualTo(204);

        within(PROMISED, 401, me(session));
    }

    @Test
    void aRevokedKeyIsRefusedOnTheOther() {
        String key = here.send("POST", "/api/v1/api-keys", admin, "{\"name\":\"k\",\"role\":\"viewer\"}")
                .json()
                .get("key")
                .asString();
        within(PROMISED, 200, tasks(new As.Bearer(key)));

        change("DELETE", "/api/v1/api-keys/" + key.split("_", 3)[1], "");

        within(PROMISED, 401, tasks(new As.Bearer(key)));
    }

    @Test
    void aTokenOfTheOneIsGoodForTheOther() {
        here.report(whole(newId(), 1, "running", 1, ""));
        assertThat(there.get("/api/v1/flows", here.adminToken()).status()).isEqualTo(200);
        assertThat(here.get("/api/v1/flows", there.adminToken()).status()).isEqualTo(200);
    }
}
