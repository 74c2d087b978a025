package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.rest.security.ForStrangers;
import io.flowgauge.rest.security.Requires;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
            if (operation.path.startsWith("/api/")
                    && !operation.isForStrangers()
                    && !operation.permission().equals(Permission.REPORT.name())) {
                ServiceApi.Answer answer = service.send(
                        HttpRequest.newBuilder(service.uri(operation.path.replaceAll("\\{\\w+}", "1") + "?nonsense=1"))
                                .header("Authorization", "Bearer " + admin)
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

    @Test
    void rolesAndPermissionsAreThoseThatThereAre() {
        assertThat(words("Permission")).isEqualTo(lower(Permission.values()));
        assertThat(words("RoleOfUser"))
                .isEqualTo(
                        lower(Stream.of(Role.values()).filter(Role::isOfUsers).toArray(Role[]::new)));
        assertThat(words("RoleOfKey"))
                .isEqualTo(lower(Stream.of(Role.values()).filter(Role::isOfKeys).toArray(Role[]::new)));
    }

    private static List<String> words(String schema) {
        return contract.document().at("/components/schemas/" + schema + "/enum").values().stream()
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> lower(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
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
