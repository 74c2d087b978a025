package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.http.ServiceApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a SuperAdmin does with tenants. */
class GoverningTenantsTest {
    private static final String TENANTS = "/api/v1/tenants";

    private static RunningService service;
    private static Accounts accounts;
    private static As root;

    @BeforeAll
    static void start() {
        service = new RunningService();
        accounts = new Accounts(service);
        root = new As.Bearer(service.adminToken());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode made(String name) {
        Answer made = service.send("POST", TENANTS, root, "{\"name\":\"%s\",\"zone\":\"Asia/Tokyo\"}".formatted(name));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json();
    }

    private static String path(JsonNode tenant) {
        return TENANTS + "/" + tenant.get("id").asLong();
    }

    /** From nothing to tasks that are seen: what a new customer needs, by the interfaces alone. */
    @Test
    void aNewTenantGetsItsPeopleAndEngines() {
        JsonNode tenant = made("new customer");
        As inside = new As.Bearer(service.send(
                        "POST",
                        "/rest/v1/token-auth/tenants/" + tenant.get("id").asLong(),
                        root,
                        "")
                .json()
                .get("token")
                .asString());
        service.send(
                "POST",
                "/api/v1/users",
                inside,
                "{\"login\":\"boss\",\"password\":\"six brown bears nod\",\"roles\":[\"administrator\"],\"mustChangePassword\":false}");
        As boss = new As.Bearer(service.token("boss", "six brown bears nod"));
        As engine =
                new As.Bearer(service.send("POST", "/api/v1/api-keys", boss, "{\"name\":\"e\",\"role\":\"recorder\"}")
                        .json()
                        .get("key")
                        .asString());

        service.send("POST", "/api/v1/reports", engine, whole("first task", 1, "running", 1, ""));

        JsonNode tasks = service.send("GET", "/etl/rest/v1/tasks/", boss, "").json();
        assertThat(tasks.findValuesAsString("requestId")).containsExactly("first task");
        assertThat(tasks.findValuesAsString("tenant")).containsExactly("new customer");
        assertThat(service.send("GET", "/api/v1/tenant", boss, "")
                        .json()
                        .get("zone")
                        .asString())
                .isEqualTo("Asia/Tokyo");
    }

    @Test
    void aDisabledTenantsPeopleAndEnginesAreRefusedUntilItIsEnabled() {
        JsonNode tenant = made("in arrears");
        TenantId id = new TenantId(tenant.get("id").asLong());
        As user = new As.Bearer(accounts.token(id, "debtor", Role.ADMINISTRATOR));
        accounts.recorder(id, "fg_debtor_0123456789abcdefghijklmn");
        As key = new As.Bearer("fg_debtor_0123456789abcdefghijklmn");
        String report = whole(newId(), 1, "running", 1, "");
        assertThat(service.send("POST", "/api/v1/reports", key, report).status())
                .isEqualTo(200);

        assertThat(service.send("PATCH", path(tenant), root, "{\"enabled\":false}")
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("disabled");
        assertThat(service.send("GET", "/api/v1/tasks", user, "").status()).isEqualTo(401);
        assertThat(service.send("POST", "/api/v1/reports", key, report).status())
                .isEqualTo(401);

        service.send("PATCH", path(tenant), root, "{\"enabled\":true}");
        assertThat(service.send("GET", "/api/v1/tasks", user, "").status()).isEqualTo(200);
        assertThat(service.send("POST", "/api/v1/reports", key, report).status())
                .isEqualTo(200);
    }

    @Test
    void aNameIsTakenOnceAndARenamedTenantIsKnownByItsNewOne() {
        JsonNode tenant = made("old name");
        made("taken name");

        assertThat(service.send("POST", TENANTS, root, "{\"name\":\"taken name\"}")
                        .status())
                .isEqualTo(409);
        assertThat(service.send("PATCH", path(tenant), root, "{\"name\":\"taken name\"}")
                        .status())
                .isEqualTo(409);
        assertThat(service.send("PATCH", path(tenant), root, "{\"name\":\"new name\",\"zone\":\"America/Lima\"}")
                        .status())
                .isEqualTo(200);
        JsonNode now = service.send("GET", path(tenant), root, "").json();
        assertThat(now.get("name").asString()).isEqualTo("new name");
        assertThat(now.get("zone").asString()).isEqualTo("America/Lima");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\"x\",\"zone\":\"Mars/Olympus\"}",
                "{\"name\":\"x\",\"zone\":7}",
                "{\"name\":\"x\",\"id\":7}",
                "{\"name\":\"x\",\"enabled\":true}"
            })
    void whatIsNoTenantIsRefused(String body) {
        assertThat(service.send("POST", TENANTS, root, body).status()).isEqualTo(400);
    }

    @Test
    void anAdministratorSetsTheZoneOfTheOwnTenantAndNoMore() {
        TenantId id = new TenantId(made("of its own").get("id").asLong());
        As administrator = new As.Bearer(accounts.token(id, "zoner", Role.ADMINISTRATOR));

        assertThat(service.send("PATCH", "/api/v1/tenant", administrator, "{\"zone\":\"Europe/Oslo\"}")
                        .json()
                        .get("zone")
                        .asString())
                .isEqualTo("Europe/Oslo");
        assertThat(service.send("PATCH", "/api/v1/tenant", administrator, "{\"name\":\"mine\"}")
                        .status())
                .isEqualTo(400);
    }
}
