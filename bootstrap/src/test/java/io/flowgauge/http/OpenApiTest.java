package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantDeletion;
import io.flowgauge.rest.security.ForStrangers;
import io.flowgauge.rest.security.Requires;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service has the endpoints that its contract says, for those whom it says, and no others. */
class OpenApiTest {
    private static RunningService service;
    private static Contract contract;
    private static String admin;

    @BeforeAll
    static void start() {
        service = new RunningService();
        contract = Contract.of(service);
        admin = service.adminToken();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Endpoints by "METHOD /path", without the slash at the end that means the same. */
    private static Map<String, HandlerMethod> endpoints() {
        Map<String, HandlerMethod> endpoints = new TreeMap<>();
        service.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, endpoint) -> {
                    if (!ErrorController.class.isAssignableFrom(endpoint.getBeanType())) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> mapping.getPatternValues()
                                        .forEach(path -> endpoints.put(
                                                method + " " + path.replaceFirst("(?<=.)/$", ""), endpoint)));
                    }
                });
        return endpoints;
    }

    private static boolean isOfActuator(Contract.Operation operation) {
        return operation.path.startsWith("/actuator");
    }

    @Test
    void theContractHasEveryEndpointAndNoOther() {
        Set<String> documented = contract.operations().stream()
                .filter(operation -> !isOfActuator(operation))
                .map(Contract.Operation::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(endpoints().keySet()).hasSizeGreaterThan(50);
    }

    @Test
    void theContractHasWhatOperationShows() {
        Set<String> shown = service.get("/actuator", admin).json().get("_links").properties().stream()
                .filter(link -> !link.getKey().equals("self")
                        && !link.getValue().get("templated").asBoolean())
                .map(link -> "/actuator/" + link.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
        shown.add("/actuator/health/liveness");
        shown.add("/actuator/health/readiness");
        Set<String> documented = contract.operations().stream()
                .filter(OpenApiTest::isOfActuator)
                .map(operation -> operation.path)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(shown);
        for (Contract.Operation operation : contract.operations()) {
            if (isOfActuator(operation)) {
                assertThat(service.get(operation.path, null).status())
                        .as(operation.toString())
                        .isEqualTo(operation.isForStrangers() ? 200 : 401);
                assertThat(operation.permission())
                        .isEqualTo(operation.isForStrangers() ? "" : Permission.OBSERVE.name());
            }
        }
    }

    @Test
    void theContractSaysWhatEachEndpointRequires() {
        Map<String, HandlerMethod> endpoints = endpoints();
        for (Contract.Operation operation : contract.operations()) {
            if (!isOfActuator(operation)) {
                HandlerMethod endpoint = endpoints.get(operation.toString());
                Requires requires = endpoint.getMethodAnnotation(Requires.class);
                assertThat(operation.permission())
                        .as(operation.toString())
                        .isEqualTo(requires == null ? "" : requires.value().name());
                assertThat(operation.isForStrangers())
                        .as(operation.toString())
                        .isEqualTo(endpoint.hasMethodAnnotation(ForStrangers.class));
            }
        }
    }

    @Test
    void theContractNamesThoseWhoMay() {
        for (Contract.Operation operation : contract.operations()) {
            String who = operation.isForStrangers()
                    ? "strangers"
                    : Permission.valueOf(operation.permission()).roles().stream()
                            .map(Role::title)
                            .collect(Collectors.joining(", "));
            assertThat(operation.json.get("description").asString().strip())
                    .as(operation.toString())
                    .endsWith("For " + who + ".");
            // A Viewer's key sees what Viewers see, but has no account.
            boolean isOfKeys = !operation.isForStrangers()
                    && !operation.permission().equals(Permission.OWN_ACCOUNT.name())
                    && Permission.valueOf(operation.permission()).roles().stream()
                            .anyMatch(Role::isOfKeys);
            assertThat(operation.json.get("security").toString().contains("\"key\""))
                    .as(operation + " by a key")
                    .isEqualTo(isOfKeys);
        }
    }

    /** An endpoint of {@code /api/v1} lists the parameters that it knows when it is asked for another. */
    @Test
    void theContractHasTheParametersThatEndpointsKnow() {
        for (Contract.Operation operation : contract.operations()) {
            List<String> documented =
                    contract.names(operation.parametersIn("query")).toList();
            if (operation.path.startsWith("/api/") && !operation.isForStrangers()) {
                String credential = operation.permission().equals(Permission.REPORT.name()) ? ServiceApi.KEY : admin;
                ServiceApi.Answer answer = service.send(
                        HttpRequest.newBuilder(service.uri(operation.path.replaceAll("\\{\\w+}", "1") + "?nonsense=1"))
                                .header("Authorization", "Bearer " + credential)
                                .header("Content-Type", "application/json")
                                .method(operation.method, BodyPublishers.ofString("{}"))
                                .build());
                assertThat(answer.status()).as(operation.toString()).isEqualTo(400);
                assertThat(answer.json().get("detail").asString())
                        .as(operation.toString())
                        .isEqualTo("there is no parameter \"nonsense\" here; "
                                + (documented.isEmpty() ? "there is none" : "use " + String.join(", ", documented)));
            }
        }
    }

    @Test
    void changesBySessionNeedTheTokenOfOurPage() {
        for (Contract.Operation operation : contract.operations()) {
            JsonNode security = operation.json.get("security");
            boolean bySession = security.toString().contains("\"session\"");
            assertThat(security.toString().contains("\"csrfToken\""))
                    .as(operation.toString())
                    .isEqualTo(bySession && !operation.method.equals("GET"));
        }
    }

    /** The documented API ignores what it does not know, so that it cannot list its parameters: each has to be refused in its turn. */
    @Test
    void theDocumentedApiReadsTheParametersOfTheContract() {
        int parameters = 0;
        for (Contract.Operation operation : contract.operations()) {
            if (operation.path.matches("(/etl)?/rest/v1/.*")) {
                String path = operation.path.replaceAll("\\{\\w+}", "1");
                for (String name :
                        contract.names(operation.parametersIn("query")).toList()) {
                    parameters++;
                    ServiceApi.Answer answer = service.get(path + "?" + name + "=nonsense", admin);
                    assertThat(answer.status()).as(operation + ": " + name).isEqualTo(400);
                    assertThat(inOneWord(answer.json().get("detail").asString()))
                            .as(operation.toString())
                            .startsWith(inOneWord(name + " is \"nonsense\""));
                }
            }
        }
        assertThat(parameters).isGreaterThan(10);
    }

    /** "audit id" names {@code auditId}. */
    private static String inOneWord(String text) {
        return text.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    @Test
    void rolesAndPermissionsAreThoseThatThereAre() {
        assertThat(words("Permission")).isEqualTo(words(Permission.values(), Permission::name));
        assertThat(words("RoleOfUser"))
                .isEqualTo(
                        words(Stream.of(Role.values()).filter(Role::isOfUsers).toArray(Role[]::new), Role::name));
        assertThat(words("RoleOfKey"))
                .isEqualTo(words(Stream.of(Role.values()).filter(Role::isOfKeys).toArray(Role[]::new), Role::name));
    }

    @Test
    void theWordsOfTheContractAreThoseOfTheDomain() {
        assertThat(words("AuditAction")).isEqualTo(words(AuditEvent.Action.values(), AuditEvent.Action::word));
        assertThat(words("TaskType")).isEqualTo(words(TaskType.values(), TaskType::word));
        assertThat(words("TaskState")).isEqualTo(words(TaskState.Kind.values(), TaskState.Kind::word));
        assertThat(words("RunState")).isEqualTo(words(RunState.values(), RunState::word));
        assertThat(words("Deletion/properties/phase"))
                .isEqualTo(words(TenantDeletion.Phase.values(), TenantDeletion.Phase::word));
        assertThat(words("Tenant/properties/state")).isEqualTo(words(Tenant.State.values(), Tenant.State::name));
        assertThat(words("Report/properties/type")).isEqualTo(orNull(words("TaskType")));
        assertThat(words("Report/properties/run/properties/state")).isEqualTo(orNull(words("RunState")));
        assertThat(words("Report/properties/state"))
                .as("what an engine can say")
                .isEqualTo(words("TaskState").stream()
                        .filter(state -> !state.equals(TaskState.Kind.LOST.word()))
                        .toList());
    }

    private static List<String> orNull(List<String> words) {
        return Stream.concat(words.stream(), Stream.of((String) null)).toList();
    }

    /** The documented API has words of its own for a run's states: those that it answers with. */
    @Test
    void theStatusesOfTheContractAreThoseThatRunsAreToldWith() {
        List<String> told = new ArrayList<>();
        for (RunState state : RunState.values()) {
            long flow = service.report(RunningService.whole(
                            RunningService.newId(), 1, "running", 1, ",\"run\":{\"state\":\"" + state.word() + "\"}"))
                    .json()
                    .at("/runs/0/flowId")
                    .asLong();
            told.add(service.get("/etl/rest/v1/executions/" + flow, admin)
                    .json()
                    .get("status")
                    .asString());
        }
        assertThat(words("ExecutionStatus")).isEqualTo(told);
    }

    private static List<String> words(String schema) {
        return contract.document().at("/components/schemas/" + schema + "/enum").values().stream()
                .map(word -> word.isNull() ? null : word.asString())
                .toList();
    }

    private static <E> List<String> words(E[] constants, Function<E, String> word) {
        return Arrays.stream(constants)
                .map(constant -> word.apply(constant).toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void strangersGetTheContractAsItIsInTheDocumentation() throws IOException {
        try (InputStream yaml = Files.newInputStream(Path.of("../docs/openapi.yaml"))) {
            Object written = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            // Text, since numbers are of other types when they are read from JSON.
            assertThat(service.get("/v3/api-docs", null).body())
                    .isEqualTo(JsonMapper.shared().writeValueAsString(written));
        }
    }
}
