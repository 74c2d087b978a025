package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.http.ServiceApi.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The audit trail: who did what, from where, in one tenant. */
class AuditTest {
    private static final String AUDIT = "/api/v1/audit";

    private static RunningService service;
    private static Accounts accounts;

    @BeforeAll
    static void start() {
        service = new RunningService();
        accounts = new Accounts(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Action, actor and target of each event. */
    private static List<String> audited(As as, String query) {
        service.bean(AuditLog.class).flush();
        Answer answer = service.send("GET", AUDIT + query, as, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().get("events").spliterator(), false)
                .map(event -> event.get("action").asString() + " by "
                        + event.get("actor").asString("null") + " of "
                        + event.get("target").path("name").asString("nothing"))
                .toList();
    }

    @Test
    void whatPeopleDoIsTold() {
        Tenant tenant = accounts.tenant("watched", ZoneOffset.UTC);
        accounts.recorder(tenant.id(), "fg_watched_0123456789abcdefghijklmn");
        As ada = new As.Bearer(accounts.token(tenant.id(), "ada", Role.ADMINISTRATOR));
        String users = "/api/v1/users";

        long bob = service.send(
                        "POST",
                        users,
                        ada,
                        "{\"login\":\"bob\",\"password\":\"seven quiet otters ride\",\"roles\":[\"viewer\"],\"mustChangePassword\":false}")
                .json()
                .get("id")
                .asLong();
        service.signIn("{\"login\":\"bob\",\"password\":\"guessed at random\"}");
        service.send("PATCH", users + "/" + bob, ada, "{\"roles\":[\"editor\"],\"enabled\":true}");
        service.send("DELETE", users + "/" + bob, ada, "");
        String key = service.send("POST", "/api/v1/api-keys", ada, "{\"name\":\"engine\",\"role\":\"recorder\"}")
                .json()
                .get("id")
                .asString();
        service.send("POST", "/api/v1/api-keys/" + key + "/rotate", ada, "{}");
        service.send("DELETE", "/api/v1/api-keys/" + key, ada, "");
        JsonNode run = service.send(
                        "POST",
                        "/api/v1/reports",
                        new As.Bearer("fg_watched_0123456789abcdefghijklmn"),
                        whole("t", 1, "running", 1, ""))
                .json()
                .get("runs")
                .get(0);
        service.send("PATCH", "/api/v1/flows/" + run.get("flowId").asLong(), ada, "{\"owner\":\"team a\"}");
        long task = service.send("GET", "/api/v1/tasks", ada, "")
                .json()
                .get("tasks")
                .get(0)
                .get("id")
                .asLong();
        service.send("POST", "/api/v1/tasks/" + task + "/end", ada, "{\"state\":\"failed\",\"reason\":\"host gone\"}");
        service.send("PATCH", "/api/v1/tenant", ada, "{\"zone\":\"Europe/Rome\"}");

        assertThat(audited(ada, ""))
                .containsExactlyInAnyOrder(
                        "sign_in by ada of nothing",
                        "user_created by ada of bob",
                        "sign_in_failed by bob of nothing",
                        "user_changed by ada of bob",
                        "user_deleted by ada of bob",
                        "key_created by ada of engine",
                        "key_rotated by ada of engine",
                        "key_revoked by ada of engine",
                        "flow_described by ada of flow of t",
                        "task_ended by ada of copy",
                        "tenant_changed by ada of watched");
        String all = service.send("GET", AUDIT, ada, "").body();
        assertThat(all)
                .contains("\"address\":\"127.0.0.1\"", "roles viewer to editor", "failed: host gone", "owner: team a")
                .doesNotContain("otters", "guessed at random", "0123456789abcdef");
    }

    @Test
    void aTenantSeesItsOwnEventsAloneAndASuperAdminThoseOfNone() {
        Tenant one = accounts.tenant("one", ZoneOffset.UTC);
        Tenant two = accounts.tenant("two", ZoneOffset.UTC);
        As ofOne = new As.Bearer(accounts.token(one.id(), "first", Role.ADMINISTRATOR));
        As ofTwo = new As.Bearer(accounts.token(two.id(), "second", Role.ADMINISTRATOR));
        service.signIn("{\"login\":\"never seen\",\"password\":\"whatever it is\"}");

        assertThat(audited(ofOne, "")).containsExactly("sign_in by first of nothing");
        assertThat(audited(ofTwo, "")).containsExactly("sign_in by second of nothing");
        As root = new As.Bearer(service.adminToken());
        // What was typed there may be a password.
        assertThat(audited(root, "?action=sign_in_failed")).contains("sign_in_failed by null of nothing");
        assertThat(service.send("GET", AUDIT, root, "").body()).doesNotContain("never seen");
    }

    @Test
    void aSwitchIntoATenantIsToldThere() {
        Tenant tenant = accounts.tenant("visited", ZoneOffset.UTC);
        As ofTenant = new As.Bearer(accounts.token(tenant.id(), "host", Role.ADMINISTRATOR));
        As root = new As.Bearer(service.adminToken());
        service.send("POST", "/rest/v1/token-auth/tenants/" + tenant.id().value(), root, "");

        assertThat(audited(ofTenant, "?action=tenant_switched")).containsExactly("tenant_switched by admin of visited");
    }

    @Test
    void eventsComeInPagesTheNewestFirstAndOfASpan() {
        Tenant tenant = accounts.tenant("paged", ZoneOffset.UTC);
        As pager = new As.Bearer(accounts.token(tenant.id(), "pager", Role.ADMINISTRATOR));
        for (String zone : new String[] {"Asia/Tokyo", "Asia/Seoul", "Asia/Dhaka"}) {
            service.send("PATCH", "/api/v1/tenant", pager, "{\"zone\":\"" + zone + "\"}");
        }
        service.bean(AuditLog.class).flush();
        JsonNode page = service.send("GET", AUDIT + "?action=tenant_changed&limit=2", pager, "")
                .json();
        JsonNode rest = service.send(
                        "GET",
                        AUDIT + "?action=tenant_changed&limit=2&cursor="
                                + page.get("next").asString(),
                        pager,
                        "")
                .json();

        assertThat(page.get("events").findValuesAsString("detail").toString()).contains("Dhaka", "Seoul");
        assertThat(rest.get("events").findValuesAsString("detail").toString()).contains("to Asia/Tokyo");
        assertThat(rest.get("next").isNull()).isTrue();
        long last = page.get("events").get(0).get("at").asLong();
        assertThat(audited(pager, "?from=" + (last + 1))).isEmpty();
        assertThat(audited(pager, "?action=tenant_changed&from=0&to=" + (last + 1)))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?action=dance", "?from=soon", "?from=2&to=1", "?cursor=x", "?limit=0", "?tenantId=2"})
    void aQueryThatIsNoneIsRefused(String query) {
        assertThat(service.send("GET", AUDIT + query, new As.Bearer(service.adminToken()), "")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE flowgauge.audit_event SET actor = 'somebody else'",
                "DELETE FROM flowgauge.audit_event",
                "TRUNCATE flowgauge.audit_event"
            })
    void whatIsThereStaysAsItIs(String statement) throws SQLException {
        service.signIn("{\"login\":\"%s\",\"password\":\"whatever it is\"}".formatted(newId()));
        service.bean(AuditLog.class).flush();
        try (Connection connection = service.database.connect();
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> sql.execute(statement)).hasMessageContaining("append-only");
        }
    }
}
