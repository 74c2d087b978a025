package io.flowgauge.http;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a running service says of its own interface, as OpenAPI 3.1. */
final class Contract {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private final SchemaRegistry schemas = SchemaRegistry.withDialect(Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword("components"))
            .build());
    private final Map<JsonNode, Schema> known = new HashMap<>();
    private final JsonNode document;

    Contract(JsonNode document) {
        this.document = document;
    }

    static Contract of(RunningService service) {
        return new Contract(service.get("/v3/api-docs", null).json());
    }

    /** One operation; references to parameters and answers are followed. */
    final class Operation {
        final String method;
        final String path;
        final JsonNode json;
        private final List<JsonNode> parameters = new ArrayList<>();

        private Operation(String method, String path, JsonNode json, JsonNode ofPath) {
            this.method = method.toUpperCase(Locale.ROOT);
            this.path = path;
            this.json = json;
            ofPath.forEach(parameter -> parameters.add(resolved(parameter)));
            json.path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        }

        List<JsonNode> parametersIn(String where) {
            return parameters.stream()
                    .filter(parameter -> parameter.get("in").asString().equals(where))
                    .toList();
        }

        boolean isForStrangers() {
            return json.get("security").isEmpty();
        }

        /** Whether it is about the session that it is sent by, so that no token serves. */
        boolean isBySessionAlone() {
            return !isForStrangers() && json.get("security").valueStream().allMatch(way -> way.has("session"));
        }

        String permission() {
            return json.path("x-permission").asString("");
        }

        /** The bodies that it takes, by their type, in the contract's order. */
        Map<String, JsonNode> bodies() {
            Map<String, JsonNode> bodies = new LinkedHashMap<>();
            resolved(json.path("requestBody"))
                    .path("content")
                    .properties()
                    .forEach(body -> bodies.put(body.getKey(), body.getValue()));
            return bodies;
        }

        /** The answer of that status; empty when none is documented but what any path may answer. */
        Optional<JsonNode> answer(int status) {
            JsonNode answer = json.get("responses").path(String.valueOf(status));
            return answer.isMissingNode() ? Optional.empty() : Optional.of(resolved(answer));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        return document.get("paths").properties().stream()
                .flatMap(path -> METHODS.stream()
                        .filter(path.getValue()::has)
                        .map(method -> new Operation(
                                method,
                                path.getKey(),
                                path.getValue().get(method),
                                path.getValue().path("parameters"))))
                .toList();
    }

    JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? resolved(document.at(node.get("$ref").asString().substring(1)))
                : node;
    }

    /** What of a value does not fit a schema of the document. */
    List<String> faults(JsonNode schema, JsonNode value) {
        return known
                .computeIfAbsent(schema, part -> {
                    ObjectNode whole = JsonMapper.shared().createObjectNode();
                    whole.putArray("allOf").add(part);
                    whole.set("components", document.get("components"));
                    return schemas.getSchema(whole);
                })
                .validate(value)
                .stream()
                .map(Error::toString)
                .toList();
    }

    Stream<String> names(List<JsonNode> parameters) {
        return parameters.stream().map(parameter -> parameter.get("name").asString());
    }

    JsonNode document() {
        return document;
    }
}
