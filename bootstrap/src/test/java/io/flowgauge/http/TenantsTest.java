package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.access.Directory;
import io.flowgauge.application.access.RecorderKey;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.http.ServiceApi.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import tools.jackson.databind.JsonNode;

/** Who sees what: tenants are strangers to each other, and roles may what the interface says. */
class TenantsTest {
    private static final String OTHER_KEY = "fg_other_0123456789abcdefghijklmn";
    private static final String HASH =
            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode("a password");

    private static RunningService service;
    private static String other;

    @BeforeAll
    static void start() {
        service = new RunningService();
        Tenant tenant = service.bean(Tenants.class).named("other", ZoneOffset.UTC);
        service.bean(ApiKeys.class)
                .put(RecorderKey.parse(OTHER_KEY).orElseThrow().of(tenant.id()));
        service.bean(Users.class).add(tenant.id(), "olga", HASH, Set.of(Role.ADMINISTRATOR));
        for (Role role : Role.values()) {
            service.bean(Users.class).add(new TenantId(1), role.name(), HASH, Set.of(role));
        }
        service.bean(Directory.class).refresh();
        other = service.token("olga", "a password");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode reportAsOther(String body) {
        return service.send(HttpRequest.newBuilder(service.uri("/api/v1/reports"))
                        .header("Authorization", "bearer " + OTHER_KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .json();
    }

    @Test
    void aTenantsTasksAndRunsAreNotThereForAnother() {
        JsonNode run = service.report(whole(newId(), 1, "running", 1, ""))
                .json()
                .get("runs")
                .get(0);

        assertThat(service.get("/etl/rest/v1/tasks/" + run.get("auditId").asLong() + "/", other)
                        .body())
                .isEqualTo("[]");
        Answer foreign = service.get("/rest/v1/executions/" + run.get("flowId").asLong(), other);
        assertThat(foreign.status()).isEqualTo(404);
        Answer none = service.get("/rest/v1/executions/999999999", other);
        assertThat(foreign.json().get("title")).isEqualTo(none.json().get("title"));
    }

    @Test
    void theSameRequestIdInTwoTenantsIsTwoTasks() {
        String id = newId();
        service.report(whole(id, 1, "running", 1, ""));
        assertThat(reportAsOther(whole(id, 1, "running", 22, ""))
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);

        JsonNode tasks = service.get("/rest/v1/tasks", other).json();
        assertThat(tasks.findValuesAsString("tenant")).containsOnly("other");
        assertThat(tasks.findValuesAsString("requestId")).contains(id);
        assertThat(service.task(id).get("recordsProcessed").asLong()).isEqualTo(1);
        assertThat(service.task(id).get("tenant").asString()).isEqualTo("default");
    }

    @ParameterizedTest
    @EnumSource
    void rolesMayWhatTheInterfaceSays(Role role) {
        JsonNode run = service.report(whole(newId(), 1, "running", 1, ""))
                .json()
                .get("runs")
                .get(0);
        String token = service.token(role.name(), "a password");
        boolean administers = List.of(Role.ADMINISTRATOR, Role.SUPER_ADMIN).contains(role);
        int tasks = administers ? 200 : 403;
        int executions = administers || List.of(Role.OPERATOR, Role.EDITOR).contains(role) ? 200 : 403;

        assertThat(service.get("/etl/rest/v1/tasks/", token).status()).isEqualTo(tasks);
        assertThat(service.get("/rest/v1/tasks/" + run.get("auditId").asLong(), token)
                        .status())
                .isEqualTo(tasks);
        assertThat(service.get("/actuator/prometheus", token).status()).isEqualTo(tasks);
        assertThat(service.get("/rest/v1/executions/" + run.get("flowId").asLong(), token)
                        .status())
                .isEqualTo(executions);
        Answer reports = service.send(HttpRequest.newBuilder(service.uri("/api/v1/reports"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[]"))
                .build());
        assertThat(reports.status()).isEqualTo(403);
    }
}
