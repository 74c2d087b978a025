package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.Contract.Operation;
import io.flowgauge.http.ServiceApi.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import tools.jackson.databind.JsonNode;

/** Whatever is asked of whatever operation, the answer is one that the contract has. */
class OpenApiPropertyTest {
    /** Of the marker; another one stands there when it is sent. */
    private static final String NUMBER = "7319";

    /** As a browser asks. */
    private static final String PAGES_FIRST = "text/html,*/*;q=0.8";

    private static int sent = 1_000_000;

    private static RunningService service;
    private static Contract contract;
    private static HostileValues values;
    private static GoodRequests good;
    private static Askers askers;

    @BeforeContainer
    static void start() {
        // Who fails to sign in from one address is soon asked to wait: each request comes from an address of its own.
        service = new RunningService("--flowgauge.trusted-proxies=127.0.0.1/32,::1/128");
        contract = Contract.of(service);
        values = new HostileValues(contract);
        As admin = new As.Bearer(service.adminToken());
        good = new GoodRequests(service, admin);
        for (int task = 1; task <= 20; task++) {
            service.report(RunningService.whole("task " + task, 1, "running", task, ",\"owner\":\"" + "<b>" + "\""));
        }
        askers = new Askers(service, good, admin);
    }

    @AfterContainer
    static void stop() {
        service.close();
    }

    // Nobody compares or changes it.
    @SuppressWarnings("ArrayRecordComponent")
    record Request(Operation operation, String address, String who, String accept, String type, byte[] body) {
        /** Which has to be the same as the one in the header. */
        boolean hasTokenInQuery() {
            return address.contains("Authorization=");
        }

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
                                askers.who(operation),
                                Arbitraries.frequency(
                                        Tuple.of(12, "*/*"),
                                        Tuple.of(2, "application/json"),
                                        Tuple.of(1, "text/html"),
                                        Tuple.of(1, "image/png;q=0.5, nonsense")),
                                body(operation))
                        .as((address, who, accept, body) ->
                                new Request(operation, address, who, accept, body.get1(), body.get2())));
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
        return Arbitraries.frequencyOf(Tuple.of(2, known(parameter)), Tuple.of(1, HostileValues.text()))
                // What it is tried by is not to be disabled by it.
                .map(value -> ofPath && !operation.method.equals("GET") && isOwn(operation) && value.equals("1")
                        ? "2"
                        : value)
                .map(OpenApiPropertyTest::encoded);
    }

    private static Arbitrary<String> known(JsonNode parameter) {
        return askers.ids(parameter.get("name").asString())
                .orElseGet(() -> values.fitting(parameter.get("schema")).map(JsonNode::asString));
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
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void theAnswerIsOneThatTheContractHas(@ForAll("requests") Request request) {
        // A number of its own tells what this request brings from what earlier ones left.
        String marker = HostileValues.MARKER.replace(NUMBER, Integer.toString(++sent));
        Answer answer = send(
                request.operation(),
                request.address().replace(NUMBER, Integer.toString(sent)),
                askers.as(request.who()),
                request.accept(),
                request.type(),
                new String(request.body(), StandardCharsets.ISO_8859_1)
                        .replace(NUMBER, Integer.toString(sent))
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(answer.status()).as(answer.body()).isLessThan(500);
        if (answer.status() == 401 && !request.operation().isForStrangers() && !request.hasTokenInQuery()) {
            assertThat(Askers.staysSignedIn(request.who())).as(answer.body()).isFalse();
        }
        DocumentedAnswer.assertIs(contract, request.operation(), answer);
        assertThat(answer.response().headers().firstValue(HostileValues.HEADER)).isEmpty();
        if (!DocumentedAnswer.isJson(answer)) {
            assertThat(answer.body()).doesNotContain(marker);
        }
        Statistics.label("granted")
                .collect(answer.status() < 300)
                .coverage(granted -> granted.check(true).percentage(share -> share > 20));
    }

    private static Answer send(Operation operation, String address, As as, String accept, String type, byte[] body) {
        HttpRequest.Builder request = as.on(HttpRequest.newBuilder(service.uri(address)))
                .header("Accept", accept)
                .header("X-Forwarded-For", "10." + sent / 62_500 + "." + sent / 250 % 250 + "." + sent % 250)
                .method(operation.method, BodyPublishers.ofByteArray(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return service.send(request.build());
    }

    /** Without it, an operation whose requests are all refused above would have hardly been tried. */
    @Example
    void eachOperationIsGrantedWithTheExampleOfTheContract() {
        for (Operation operation : contract.operations()) {
            for (GoodRequests.Good request : good.of(operation)) {
                sent++;
                Answer answer = send(
                        operation,
                        request.path(),
                        request.as(),
                        "*/*",
                        request.type(),
                        request.body().getBytes(StandardCharsets.UTF_8));
                assertThat(answer.status())
                        .as("%s with %s: %s", operation, request, answer.body())
                        .isBetween(200, 299);
                DocumentedAnswer.assertIs(contract, operation, answer);
            }
        }
    }

    /** At random, the few answers that are no JSON are seldom asked with it. */
    @Example
    void onlyJsonRepeatsWhatItIsAskedWith() {
        String marker = encoded(HostileValues.MARKER);
        Set<String> others = new TreeSet<>();
        for (Operation operation : contract.operations()) {
            if (operation.method.equals("GET")) {
                List<String> queries = new ArrayList<>(List.of(marker + "=1", "x=" + marker));
                contract.names(operation.parametersIn("query")).forEach(name -> queries.add(name + "=" + marker));
                GoodRequests.Good request = good.of(operation).get(0);
                for (String query : queries) {
                    Answer answer =
                            send(operation, request.path() + "?" + query, request.as(), PAGES_FIRST, "", new byte[0]);
                    DocumentedAnswer.assertIs(contract, operation, answer);
                    if (!DocumentedAnswer.isJson(answer)) {
                        others.add(operation.path);
                        assertThat(answer.body()).as(query).doesNotContain(HostileValues.MARKER);
                    }
                }
            }
        }
        assertThat(others).contains("/docs", "/actuator/prometheus");
    }
}
