package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.Role;
import io.flowgauge.http.Contract.Operation;
import io.flowgauge.http.ServiceApi.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is asked of whatever operation, the answer is one that the contract has. */
class OpenApiPropertyTest {
    private static RunningService service;
    private static Contract contract;
    private static HostileValues values;
    private static Map<String, String> credentials;

    @BeforeContainer
    static void start() {
        service = new RunningService();
        contract = Contract.of(service);
        values = new HostileValues(contract);
        for (int task = 1; task <= 20; task++) {
            service.report(RunningService.whole("task " + task, 1, "running", task, ",\"owner\":\"" + "<b>" + "\""));
        }
        Accounts accounts = new Accounts(service);
        credentials = Map.of(
                "administrator", service.adminToken(),
                "recorder", RunningService.KEY,
                "viewer", accounts.token(Accounts.DEFAULT, "someone", Role.VIEWER),
                "viewing program", key("viewer"),
                "stranger", "");
    }

    private static String key(String role) {
        Answer made = service.send(HttpRequest.newBuilder(service.uri("/api/v1/api-keys"))
                .header("Authorization", "Bearer " + service.adminToken())
                .POST(BodyPublishers.ofString("{\"name\":\"k\",\"role\":\"" + role + "\"}"))
                .build());
        return made.json().get("key").asString();
    }

    @AfterContainer
    static void stop() {
        // Else all that was tried was refused.
        assertThat(service.get("/api/v1/me", credentials.get("administrator")).status())
                .isEqualTo(200);
        service.close();
    }

    // Nobody compares or changes it.
    @SuppressWarnings("ArrayRecordComponent")
    record Request(Operation operation, String address, String who, String accept, String type, byte[] body) {
        @Override
        public String toString() {
            String text = new String(body, StandardCharsets.UTF_8);
            return operation.method + " " + address + " by " + who + ", accepts " + accept + ", sends " + type + " "
                    + (text.length() > 300 ? text.substring(0, 300) + "…" : text);
        }
    }

    @Provide
    Arbitrary<Request> requests() {
        return Arbitraries.of(contract.operations())
                .flatMap(operation -> Combinators.combine(
                                address(operation),
                                who(operation),
                                Arbitraries.frequency(
                                        Tuple.of(12, "*/*"),
                                        Tuple.of(2, "application/json"),
                                        Tuple.of(1, "text/html"),
                                        Tuple.of(1, "image/png;q=0.5, nonsense")),
                                body(operation))
                        .as((address, who, accept, body) ->
                                new Request(operation, address, who, accept, body.get1(), body.get2())));
    }

    /** Mostly someone who may. */
    private static Arbitrary<String> who(Operation operation) {
        String entitled = operation.permission().equals("REPORT") ? "recorder" : "administrator";
        return Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.just(entitled)),
                Tuple.of(
                        1, Arbitraries.of(credentials.keySet().stream().sorted().toList())));
    }

    private static Arbitrary<String> address(Operation operation) {
        List<Arbitrary<String>> inPath = operation.parametersIn("path").stream()
                .map(parameter -> value(operation, parameter))
                .toList();
        List<Arbitrary<String>> inQuery = new ArrayList<>();
        for (JsonNode parameter : operation.parametersIn("query")) {
            String name = parameter.get("name").asString() + "=";
            Arbitrary<String> one = value(operation, parameter).map(value -> name + value);
            inQuery.add(Arbitraries.frequencyOf(
                    Tuple.of(24, Arbitraries.just("")),
                    Tuple.of(16, one),
                    Tuple.of(1, Arbitraries.just(name)),
                    Tuple.of(1, one.map(twice -> twice + "&" + twice))));
        }
        inQuery.add(Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.just("")),
                Tuple.of(1, HostileValues.text().map(name -> encoded(name) + "=1")),
                Tuple.of(1, Arbitraries.of("%ff=1", "a=%C3%28", "&&", "=", "Authorization=x"))));
        return Combinators.combine(
                        Combinators.combine(inPath).as(List::copyOf),
                        Combinators.combine(inQuery).as(List::copyOf))
                .as((path, query) -> {
                    String address = operation.path;
                    for (String value : path) {
                        address = address.replaceFirst("\\{\\w+}", value);
                    }
                    String asked = String.join(
                            "&", query.stream().filter(part -> !part.isEmpty()).toList());
                    return asked.isEmpty() ? address : address + "?" + asked;
                });
    }

    private static Arbitrary<String> value(Operation operation, JsonNode parameter) {
        boolean ofPath = parameter.get("in").asString().equals("path");
        return Arbitraries.frequencyOf(
                        Tuple.of(2, values.fitting(parameter.get("schema")).map(JsonNode::asString)),
                        Tuple.of(1, HostileValues.text()))
                // What it is tried by is not to be disabled by it.
                .map(value -> ofPath && !operation.method.equals("GET") && isOwn(operation) && value.equals("1")
                        ? "2"
                        : value)
                .map(OpenApiPropertyTest::encoded);
    }

    private static boolean isOwn(Operation operation) {
        return operation.path.startsWith("/api/v1/users") || operation.path.startsWith("/api/v1/tenants");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace(".", "%2E");
    }

    private static Arbitrary<Tuple.Tuple2<String, byte[]>> body(Operation operation) {
        List<Arbitrary<Tuple.Tuple2<String, byte[]>>> bodies = new ArrayList<>();
        operation.bodies().forEach((type, body) -> {
            Arbitrary<byte[]> made = type.contains("ndjson")
                    ? HostileValues.bytes()
                    : Arbitraries.frequencyOf(
                            Tuple.of(3, values.fitting(body.get("schema")).map(HostileValues::written)),
                            Tuple.of(3, values.bent(body.get("schema")).map(HostileValues::written)),
                            Tuple.of(1, HostileValues.bytes()));
            bodies.add(made.flatMap(bytes -> Arbitraries.frequency(
                            Tuple.of(12, type),
                            Tuple.of(1, "text/html"),
                            Tuple.of(1, "application/x-www-form-urlencoded"),
                            Tuple.of(1, "nonsense"))
                    .map(sent -> Tuple.of(sent, bytes))));
        });
        return bodies.isEmpty() ? Arbitraries.just(Tuple.of("", new byte[0])) : Arbitraries.oneOf(bodies);
    }

    @Property(tries = 700, edgeCases = EdgeCasesMode.NONE)
    void theAnswerIsOneThatTheContractHas(@ForAll("requests") Request request) {
        HttpRequest.Builder sent = HttpRequest.newBuilder(service.uri(request.address()))
                .header("Accept", request.accept())
                .method(request.operation().method, BodyPublishers.ofByteArray(request.body()));
        if (!request.type().isEmpty()) {
            sent.header("Content-Type", request.type());
        }
        String credential = credentials.get(request.who());
        if (!credential.isEmpty()) {
            sent.header("Authorization", "Bearer " + credential);
        }
        Answer answer = service.send(sent.build());
        assertThat(answer.status()).as(answer.body()).isLessThan(500);
        assertThat(answer.status() == 401
                        && request.who().equals("administrator")
                        && !request.operation().isForStrangers())
                .as("still signed in")
                .isFalse();
        assertFits(request.operation(), answer);
    }

    private static void assertFits(Operation operation, Answer answer) {
        JsonNode documented = operation.answer(answer.status()).orElse(null);
        assertThat(documented)
                .as("status " + answer.status() + " of " + operation + ": " + answer.body())
                .isNotNull();
        assertThat(answer.response().headers().firstValue(HostileValues.HEADER)).isEmpty();
        documented
                .path("headers")
                .properties()
                .forEach(header -> assertThat(answer.header(header.getKey()))
                        .as(header.getKey())
                        .isNotEmpty());
        JsonNode content = documented.path("content");
        if (content.isMissingNode()) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        JsonNode ofType = content.path(type);
        assertThat(ofType.has("schema")).as(type + " of " + operation).isTrue();
        if (type.endsWith("json") && !type.contains("ndjson")) {
            assertThat(contract.faults(ofType.get("schema"), answer.json()))
                    .as(answer.body())
                    .isEmpty();
        } else if (type.contains("ndjson")) {
            JsonNode row = JsonMapper.shared().readTree("{\"$ref\":\"#/components/schemas/ExportRow\"}");
            answer.body()
                    .lines()
                    .forEach(line -> assertThat(
                                    contract.faults(row, JsonMapper.shared().readTree(line)))
                            .isEmpty());
        } else if (type.equals("text/html")) {
            assertThat(operation.path).isEqualTo("/docs");
            assertThat(answer.body()).doesNotContain(HostileValues.MARKER);
        }
    }
}
