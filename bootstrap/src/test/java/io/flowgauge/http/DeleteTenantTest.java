package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.small;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.application.port.in.QueryRunningTasks;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.http.ServiceApi.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A tenant that a SuperAdmin deletes: nobody gets in from then on, and it goes with all it has. */
class DeleteTenantTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static RunningService service;
    private static Accounts accounts;
    private static int made;

    @BeforeAll
    static void start() {
        service = new RunningService("--flowgauge.check-interval=1s");
        accounts = new Accounts(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** A tenant with a user who administers it, and a recorder. */
    private record Leaving(Tenant tenant, String administrator, String key) {
        static Leaving named(String name) {
            Tenant tenant = accounts.tenant(name, ZoneOffset.UTC);
            String key = "fg_leaving" + ++made + "_0123456789abcdefghijklmn";
            accounts.recorder(tenant.id(), key);
            return new Leaving(
                    tenant, accounts.token(tenant.id(), "administrator of " + name, Role.ADMINISTRATOR), key);
        }

        String path() {
            return "/api/v1/tenants/" + tenant.id().value();
        }

        Answer report(String body) {
            return send("POST", "/api/v1/reports", key, body);
        }
    }

    private static Answer send(String method, String path, String credential, String body) {
        return service.send(HttpRequest.newBuilder(service.uri(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + credential)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    private static Answer delete(Leaving leaving) {
        return send("DELETE", leaving.path(), service.adminToken(), "");
    }

    /** Keeps the tenant itself, not its rows, from going. */
    private static Connection held(Leaving leaving) throws SQLException {
        Connection connection = service.database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT FROM flowgauge.tenant WHERE tenant_id = "
                    + leaving.tenant().id().value() + " FOR KEY SHARE");
        }
        return connection;
    }

    private static void awaitGone(Leaving leaving) {
        await().atMost(LONG)
                .until(() -> service.get(leaving.path(), service.adminToken()).status() == 404);
    }

    private static List<String> ask(String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = service.database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                all.add(row.getString(1));
            }
        }
        return all;
    }

    /** The tables in which the tenant has rows. */
    private static List<String> traces(Leaving leaving) throws SQLException {
        List<String> traces = new ArrayList<>();
        for (String table : ask("""
                SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attname = 'tenant_id'
                  AND c.relnamespace IN ('flowgauge'::regnamespace, 'reporting'::regnamespace)
                """)) {
            if (!ask("SELECT 1 FROM " + table + " WHERE tenant_id = "
                            + leaving.tenant().id().value())
                    .isEmpty()) {
                traces.add(table);
            }
        }
        return traces;
    }

    private static String metrics() {
        return service.get("/actuator/prometheus", service.adminToken()).body();
    }

    private static List<String> running(RunningService node, Tenant tenant) {
        List<String> ids = new ArrayList<>();
        node.bean(QueryRunningTasks.class)
                .all(tenant.id(), Optional.empty())
                .forEach(task -> ids.add(task.task().requestId().value()));
        return ids;
    }

    @Test
    void nobodyGetsInFromTheAnswerOnAndTheTenantIsGoneInTheEnd() throws SQLException {
        Leaving leaving = Leaving.named("leaving");
        String id = newId();
        assertThat(leaving.report(whole(id, 1, "running", 1, ",\"labels\":{\"a\":\"b\"}"))
                        .status())
                .isEqualTo(200);
        leaving.report(whole(newId(), 1, "completed", 5, ""));
        String other = newId();
        service.report(whole(other, 1, "running", 1, ""));
        await().atMost(LONG)
                .until(() -> traces(leaving)
                        .containsAll(List.of("flowgauge.task_snapshot", "flowgauge.task_run", "flowgauge.api_key")));

        await().atMost(LONG).until(() -> metrics().contains("tenant=\"leaving\""));

        try (Connection hold = held(leaving)) {
            Answer begun = delete(leaving);
            assertThat(begun.status()).isEqualTo(202);
            assertThat(begun.json().get("state").asString()).isEqualTo("deleting");
            JsonNode deletion = begun.json().get("deletion");
            assertThat(deletion.get("requestedBy").asString()).isEqualTo("admin");

            assertThat(leaving.report(small(id, 2, "running", 2)).status()).isEqualTo(401);
            assertThat(service.get("/api/v1/me", leaving.administrator()).status())
                    .isEqualTo(401);
            assertThat(service.signIn("{\"login\":\"administrator of leaving\",\"password\":\"" + Accounts.PASSWORD
                                    + "\"}")
                            .status())
                    .isEqualTo(401);
            assertThat(service.get(
                                    "/rest/v1/metrics/executions?tenantId="
                                            + leaving.tenant().id().value(),
                                    service.adminToken())
                            .status())
                    .isEqualTo(404);
            Answer renamed =
                    send("PATCH", leaving.path(), service.adminToken(), "{\"enabled\":true,\"name\":\"stays\"}");
            assertThat(renamed.status()).isEqualTo(409);
            assertThat(renamed.json().get("detail").asString()).contains("is being deleted");
            assertThat(delete(leaving).status()).isEqualTo(202);
            assertThat(delete(leaving).json().get("deletion").get("requested")).isEqualTo(deletion.get("requested"));
            assertThat(send("POST", "/api/v1/tenants", service.adminToken(), "{\"name\":\"leaving\"}")
                            .status())
                    .isEqualTo(409);

            await().atMost(LONG).until(() -> running(service, leaving.tenant()).isEmpty());
            await().atMost(LONG)
                    .until(() -> traces(leaving).equals(List.of("flowgauge.tenant", "flowgauge.tenant_deletion")));
            JsonNode left = service.get(leaving.path(), service.adminToken()).json();
            assertThat(left.get("deletion").get("rowsDeleted").asLong()).isGreaterThanOrEqualTo(8);
            hold.rollback();
        }

        awaitGone(leaving);
        assertThat(traces(leaving)).isEmpty();
        await().atMost(LONG).until(() -> !metrics().contains("tenant=\"leaving\""));
        assertThat(delete(leaving).status()).isEqualTo(404);
        assertThat(send("POST", "/api/v1/tenants", service.adminToken(), "{\"name\":\"leaving\"}")
                        .status())
                .isEqualTo(201);
        assertThat(service.task(other)).isNotNull();
        assertThat(service.report(small(other, 2, "running", 2))
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anotherNodeLetsNobodyInEitherAndForgetsItsTasks() throws SQLException {
        Leaving leaving = Leaving.named("everywhere");
        try (RunningService second = new RunningService(service.database);
                Connection hold = held(leaving)) {
            Supplier<Answer> report = () -> second.send(HttpRequest.newBuilder(second.uri("/api/v1/reports"))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + leaving.key())
                    .POST(BodyPublishers.ofString(whole("on the second", 1, "running", 1, "")))
                    .build());
            assertThat(report.get().status()).isEqualTo(200);
            assertThat(running(second, leaving.tenant())).containsExactly("on the second");

            delete(leaving);

            await().atMost(LONG).until(() -> report.get().status() == 401);
            await().atMost(LONG).until(() -> running(second, leaving.tenant()).isEmpty());
            hold.rollback();
        }
        awaitGone(leaving);
    }

    @Test
    void theTrailKeepsWhoDeletedWhat() {
        Leaving leaving = Leaving.named("remembered");
        delete(leaving);
        awaitGone(leaving);

        for (String action : List.of("tenant_deletion_begun", "tenant_deleted")) {
            JsonNode event = service.get("/api/v1/audit?limit=1&action=" + action, service.adminToken())
                    .json()
                    .get("events")
                    .get(0);
            assertThat(event.get("actor").asString()).isEqualTo("admin");
            assertThat(event.get("target").get("name").asString()).isEqualTo("remembered");
            assertThat(event.get("target").get("id").asString())
                    .isEqualTo(Long.toString(leaving.tenant().id().value()));
        }
    }

    @Test
    void onesOwnTenantAndOneThatIsNotThereAreRefused() {
        Answer own = send("DELETE", "/api/v1/tenants/" + Accounts.DEFAULT.value(), service.adminToken(), "");
        assertThat(own.status()).isEqualTo(409);
        assertThat(own.json().get("detail").asString()).contains("is your own");
        assertThat(send("DELETE", "/api/v1/tenants/999999", service.adminToken(), "")
                        .status())
                .isEqualTo(404);

        Leaving leaving = Leaving.named("stays");
        assertThat(send("DELETE", leaving.path(), leaving.administrator(), "").status())
                .isEqualTo(403);
        assertThat(send("DELETE", leaving.path(), leaving.key(), "").status()).isEqualTo(403);
        assertThat(service.bean(Tenants.class).all()).contains(leaving.tenant());
    }

    @Test
    void aSuperAdminOfTheTenantIsOutAndOneWhoHadSwitchedToItIsBackAtHome() throws SQLException {
        Leaving leaving = Leaving.named("left");
        String itsOwn = accounts.token(leaving.tenant().id(), "sue", Role.SUPER_ADMIN);
        accounts.user(Accounts.DEFAULT, "guest", Role.SUPER_ADMIN);
        Answer signedIn = service.send(HttpRequest.newBuilder(service.uri("/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"login\":\"guest\",\"password\":\"" + Accounts.PASSWORD + "\"}"))
                .build());
        String cookie = signedIn.header("Set-Cookie").replaceFirst(";.*", "");
        String csrf = signedIn.json().get("csrfToken").asString();
        assertThat(switched(cookie, csrf, leaving).status()).isEqualTo(200);
        assertThat(tenantOf(cookie)).isEqualTo("left");

        try (Connection hold = held(leaving)) {
            delete(leaving);

            assertThat(service.get(leaving.path(), itsOwn).status()).isEqualTo(401);
            assertThat(tenantOf(cookie)).isEqualTo("default");
            assertThat(switched(cookie, csrf, leaving).status()).isEqualTo(404);
            hold.rollback();
        }
        awaitGone(leaving);
    }

    private static Answer switched(String cookie, String csrf, Leaving leaving) {
        return service.send(HttpRequest.newBuilder(service.uri("/api/v1/session/tenant"))
                .header("Content-Type", "application/json")
                .header("Cookie", cookie)
                .header("X-CSRF-Token", csrf)
                .PUT(BodyPublishers.ofString(
                        "{\"tenantId\":" + leaving.tenant().id().value() + "}"))
                .build());
    }

    private static String tenantOf(String cookie) {
        return service.send(HttpRequest.newBuilder(service.uri("/api/v1/me"))
                        .header("Cookie", cookie)
                        .build())
                .json()
                .get("tenant")
                .get("name")
                .asString();
    }
}
