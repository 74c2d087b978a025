package io.flowgauge.http;

import static io.flowgauge.http.RunningService.newId;
import static io.flowgauge.http.RunningService.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.http.ServiceApi.Answer;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/** An id in a query that is another tenant's is answered as one that there is not. {@link WhoMayWhatTest} asks with ids in the path. */
class ForeignIdsInQueriesTest {
    private static final String KEY_OF_OTHER = "fg_other_0123456789abcdefghijklmn";

    /** The parameters that take an id; where the path needs one, it is that of the flow of who asks. */
    static final List<String> QUERIES = List.of(
            "/api/v1/tasks?flowId",
            "/api/v1/tasks?auditId",
            "/api/v1/history/export?flowId",
            "/api/v1/history/export?taskId",
            "/etl/rest/v1/executions/{flowId}?auditId",
            "/etl/rest/v1/executions/{flowId}?messageId",
            "/etl/rest/v1/metrics/executions?tenantId",
            "/rest/v1/executions/{flowId}?auditId",
            "/rest/v1/executions/{flowId}?messageId",
            "/rest/v1/metrics/executions?tenantId");

    private static final Map<Role, As> PEOPLE_OF_OTHER = new HashMap<>();

    private static RunningService service;
    private static As superAdmin;
    private static Map<String, String> own;
    private static Map<String, String> ofOther;

    @BeforeAll
    static void start() {
        service = new RunningService();
        superAdmin = new As.Bearer(service.adminToken());
        Accounts accounts = new Accounts(service);
        TenantId other = accounts.tenant("other", ZoneOffset.UTC).id();
        accounts.recorder(other, KEY_OF_OTHER);
        Stream.of(Role.values())
                .filter(Role::isOfUsers)
                .forEach(
                        role -> PEOPLE_OF_OTHER.put(role, new As.Bearer(accounts.token(other, "other " + role, role))));
        own = ids(Accounts.DEFAULT, RunningService.KEY, superAdmin);
        ofOther = ids(other, KEY_OF_OTHER, PEOPLE_OF_OTHER.get(Role.ADMINISTRATOR));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** What a tenant has, by the parameter that takes it. */
    private static Map<String, String> ids(TenantId tenant, String key, As reader) {
        String message = UUID.randomUUID().toString();
        JsonNode run = service.send(
                        "POST",
                        "/api/v1/reports",
                        new As.Bearer(key),
                        whole(newId(), 1, "running", 1, ",\"run\":{\"messageId\":\"" + message + "\"}"))
                .json()
                .at("/runs/0");
        String audit = run.get("auditId").asString();
        String task = service.send("GET", "/api/v1/tasks?auditId=" + audit, reader, "")
                .json()
                .at("/tasks/0/id")
                .asString();
        return Map.of(
                "flowId", run.get("flowId").asString(),
                "auditId", audit,
                "taskId", task,
                "messageId", message,
                "tenantId", Long.toString(tenant.value()));
    }

    @Test
    void eachIdInAQueryIsAskedFor() {
        Contract contract = Contract.of(service);
        Set<String> documented = new TreeSet<>();
        for (Contract.Operation operation : contract.operations()) {
            operation.parametersIn("query").stream()
                    .filter(parameter -> isId(parameter.get("schema")))
                    .forEach(parameter -> documented.add(
                            operation.path + "?" + parameter.get("name").asString()));
        }
        assertThat(QUERIES).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static boolean isId(JsonNode schema) {
        return schema.path("$ref").asString("").endsWith("/Id")
                || schema.path("format").asString("").equals("uuid");
    }

    @ParameterizedTest
    @FieldSource("QUERIES")
    void anotherTenantsIsAnsweredAsIfItWereNotThere(String query) {
        String name = query.replaceFirst(".*\\?", "");
        String unknown = name.equals("messageId") ? UUID.randomUUID().toString() : "999999999";
        SoftAssertions cells = new SoftAssertions();
        PEOPLE_OF_OTHER.forEach((role, person) -> {
            // SuperAdmins may read the days of any tenant.
            if (role != Role.SUPER_ADMIN || !name.equals("tenantId")) {
                cells.assertThat(asked(query, ofOther, own.get(name), person))
                        .as(role.title())
                        .isEqualTo(asked(query, ofOther, unknown, person));
            }
        });
        cells.assertAll();

        // Else the id itself might be none.
        assertThat(asked(query, own, own.get(name), superAdmin))
                .startsWith("200 ")
                .isNotEqualTo(asked(query, own, unknown, superAdmin));
    }

    /** The answer, without the id that it may repeat. */
    private static String asked(String query, Map<String, String> mine, String id, As as) {
        Answer answer = service.send("GET", query.replace("{flowId}", mine.get("flowId")) + "=" + id, as, "");
        return answer.status() + " " + answer.body().replaceAll("\\b" + id + "\\b", "…");
    }
}
