package io.flowgauge.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that a schema allows, and values that somebody sends who wants to see what breaks. */
final class HostileValues {
    /** Runs where a browser takes an answer for a page. */
    static final String MARKER = "<img src=x onerror=alert(7319)>";

    /** Becomes a header where a line break gets into one. */
    static final String HEADER = "X-Injected";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Contract contract;

    HostileValues(Contract contract) {
        this.contract = contract;
    }

    static Arbitrary<String> text() {
        return Arbitraries.of(
                MARKER,
                "\"" + MARKER + "'",
                "a\r\n" + HEADER + ": 1",
                "' OR 1=1; DROP TABLE flowgauge.task; --",
                "../../etc/passwd",
                "..",
                "a/b",
                ";jsessionid=1",
                "\0",
                "a\0b",
                "${jndi:ldap://127.0.0.1:1/a}",
                "{{7*7}}#{7*7}%{7*7}",
                "%s%n%x",
                "=cmd|'/c calc'!A1",
                "１２",
                "٣",
                "𝒳",
                "\uFFFD\uFEFF\u202E",
                " 1",
                "1 ",
                "+1",
                "-1",
                "0",
                "0x1",
                "1e3",
                "1.0",
                "NaN",
                "true",
                "null",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "253402300799999",
                "253402300800000",
                "1".repeat(400),
                "é".repeat(300),
                "WyJydW5zIiwiLTk5OTk5OTk5OTk5OTk5OTk5IiwiLTEiXQ",
                "WyJhdWRpdCIsIjAiXQ",
                "WyJmbG93cyJd",
                "W10",
                "Ww",
                "*",
                "%",
                "_");
    }

    static Arbitrary<JsonNode> json() {
        JsonNode deep = JSON.arrayNode();
        for (int level = 0; level < 400; level++) {
            deep = JSON.arrayNode().add(deep);
        }
        List<JsonNode> others = List.of(
                JSON.nullNode(),
                JSON.booleanNode(true),
                JSON.numberNode(-1),
                JSON.numberNode(0),
                JSON.numberNode(1.5),
                JSON.numberNode(Long.MAX_VALUE),
                JSON.numberNode(new java.math.BigInteger("9223372036854775808")),
                JSON.numberNode(new java.math.BigDecimal("1e400")),
                JSON.stringNode(""),
                JSON.stringNode("x".repeat(20_000)),
                JSON.stringNode("\uD800"),
                JSON.arrayNode(),
                JSON.arrayNode().add(JSON.nullNode()),
                JSON.objectNode(),
                JSON.objectNode().put(MARKER, MARKER),
                deep);
        return Arbitraries.oneOf(List.of(text().map(JSON::stringNode), Arbitraries.of(others)));
    }

    static Arbitrary<byte[]> bytes() {
        return Arbitraries.of(
                        "",
                        " ",
                        "{",
                        "[",
                        "[]",
                        "[[]]",
                        "null",
                        "0",
                        "\"" + MARKER + "\"",
                        MARKER,
                        "{} {}",
                        "{\"a\":1,\"a\":2}",
                        "{\"login\":\"a\",\"login\":\"b\"}",
                        "{\"" + MARKER + "\":1}",
                        "\uFEFF{}",
                        "{'a':1}",
                        "{\"a\":NaN}",
                        "// comment\n{}",
                        "[".repeat(60_000),
                        "{\"a\":".repeat(10_000),
                        "{\"a\":\"" + "x".repeat(70_000) + "\"}",
                        "{\"a\":" + "9".repeat(5_000) + "}",
                        "a=b&c=d",
                        "\u00FF\u00FE")
                .map(text -> text.getBytes(
                        text.startsWith("\u00FF") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    /** What a schema allows. */
    Arbitrary<JsonNode> fitting(JsonNode given) {
        JsonNode schema = contract.resolved(given);
        if (schema.has("oneOf")) {
            return Arbitraries.oneOf(
                    schema.get("oneOf").valueStream().map(this::fitting).toList());
        }
        if (schema.has("enum")) {
            return Arbitraries.of(schema.get("enum").valueStream().toList());
        }
        return Arbitraries.of(types(schema)).flatMap(type -> fitting(type, schema));
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.valueStream().map(JsonNode::asString).toList() : List.of(type.asString("string"));
    }

    private Arbitrary<JsonNode> fitting(String type, JsonNode schema) {
        return switch (type) {
            case "null" -> Arbitraries.just(JSON.nullNode());
            case "boolean" -> Arbitraries.of(true, false).map(JSON::booleanNode);
            case "integer" -> {
                long least = schema.path("minimum").asLong(0);
                long most = schema.path("maximum").asLong(Long.MAX_VALUE);
                yield Arbitraries.of(least, Math.min(most, least + 1), Math.min(most, least + 2), most)
                        .map(JSON::numberNode);
            }
            case "array" ->
                fitting(schema.get("items")).list().ofMaxSize(3).map(items -> {
                    ArrayNode array = JSON.arrayNode();
                    items.forEach(array::add);
                    return array;
                });
            case "object" -> object(schema);
            default -> string(schema).map(JSON::stringNode);
        };
    }

    private static Arbitrary<String> string(JsonNode schema) {
        return switch (schema.path("format").asString("")) {
            case "uuid" -> Arbitraries.just(new UUID(7, 7).toString());
            case "date" -> Arbitraries.of("1970-01-01", "2026-11-25", "9999-12-31");
            case "password" -> Arbitraries.of(GoodRequests.PASSWORD, "too short");
            default ->
                schema.path("examples").isArray()
                        ? Arbitraries.of("Europe/Paris", "UTC", "Z", "+18:00")
                        : Arbitraries.of(
                                "a",
                                "b",
                                "orders to sales",
                                GoodRequests.LOGIN,
                                "https://example.org/" + MARKER.length());
        };
    }

    private Arbitrary<JsonNode> object(JsonNode schema) {
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        List<Arbitrary<Tuple.Tuple2<String, JsonNode>>> fields = new ArrayList<>();
        schema.path("properties").properties().forEach(field -> {
            Arbitrary<Tuple.Tuple2<String, JsonNode>> value =
                    fitting(field.getValue()).map(made -> Tuple.of(field.getKey(), made));
            fields.add(
                    required.contains(field.getKey())
                            ? value
                            : Arbitraries.of(true, false, false)
                                    .flatMap(there -> there ? value : Arbitraries.just(Tuple.of("", JSON.nullNode()))));
        });
        return Combinators.combine(fields).as(made -> {
            ObjectNode object = JSON.objectNode();
            made.stream()
                    .filter(field -> !field.get1().isEmpty())
                    .forEach(field -> object.set(field.get1(), field.get2()));
            return object;
        });
    }

    /** What a schema allows, but for one thing. */
    Arbitrary<JsonNode> bent(JsonNode schema) {
        return Combinators.combine(fitting(schema), Arbitraries.integers().between(0, 30), json())
                .as((whole, at, hostile) -> {
                    JsonNode object = whole.isArray() && !whole.isEmpty() ? whole.get(0) : whole;
                    if (!(object instanceof ObjectNode fields) || fields.isEmpty()) {
                        return hostile;
                    }
                    List<String> names = new ArrayList<>(fields.propertyNames());
                    names.add(MARKER);
                    fields.set(names.get(at % names.size()), hostile);
                    return whole;
                });
    }

    static byte[] written(JsonNode body) {
        return JsonMapper.shared().writeValueAsBytes(body);
    }
}
