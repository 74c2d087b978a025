package io.flowgauge.rest.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The contract in itself. That the service keeps it, OpenApiTest tries. */
class ContractTest {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword("components"))
            .build());

    private static String text;
    private static JsonNode contract;

    @BeforeAll
    static void read() throws IOException {
        text = new String(new ContractEndpoint().contract(), StandardCharsets.UTF_8);
        contract = JsonMapper.shared().readTree(text);
    }

    @Test
    void isOpenApi31() {
        SwaggerParseResult read = new OpenAPIV3Parser().readContents(text);
        assertThat(read.getMessages()).isEmpty();
        assertThat(read.isOpenapi31()).isTrue();
        assertThat(read.getOpenAPI().getPaths()).hasSize(contract.get("paths").size());
    }

    @Test
    void itsSchemasAreSchemas() {
        Schema ofSchemas = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        contract.at("/components/schemas")
                .properties()
                .forEach(schema -> assertThat(ofSchemas.validate(schema.getValue()))
                        .as(schema.getKey())
                        .isEmpty());
    }

    /** What an answer has is all there, and nothing besides: each object says both, or that it is open. */
    @Test
    void objectsSayWhatTheyHave() {
        List<String> silent = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema :
                contract.at("/components/schemas").properties()) {
            boolean isOfAnswers = !List.of("Report", "CdcReported").contains(schema.getKey());
            if (isOfAnswers
                    && schema.getValue().has("properties")
                    && !schema.getValue().has("additionalProperties")) {
                silent.add(schema.getKey());
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void itsExamplesFitItsSchemas() {
        List<String> tried = new ArrayList<>();
        tryExamples("#", contract, tried);
        assertThat(tried).hasSizeGreaterThan(60);
    }

    private static void tryExamples(String at, JsonNode node, List<String> tried) {
        if (node.has("schema")) {
            for (JsonNode example : node.has("example") ? List.of(node.get("example")) : examples(node)) {
                boolean isText = example.isString();
                assertThat(schema(node.get("schema")).validate(example))
                        .as(at + ": " + (isText ? example.asString() : example))
                        .isEmpty();
                tried.add(at);
            }
        }
        node.properties().forEach(member -> tryExamples(at + "/" + member.getKey(), member.getValue(), tried));
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            tryExamples(at + "/" + index, node.get(index), tried);
        }
    }

    private static List<JsonNode> examples(JsonNode node) {
        return node.path("examples").properties().stream()
                .map(Map.Entry::getValue)
                .map(example -> example.has("$ref")
                        ? contract.at(example.get("$ref").asString().substring(1))
                        : example)
                .map(example -> example.get("value"))
                .toList();
    }

    private static Schema schema(JsonNode schema) {
        ObjectNode whole = JsonMapper.shared().createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", contract.get("components"));
        return SCHEMAS.getSchema(whole);
    }
}
