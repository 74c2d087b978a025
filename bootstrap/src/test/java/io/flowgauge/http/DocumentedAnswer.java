package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.Contract.Operation;
import io.flowgauge.http.ServiceApi.Answer;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether an answer is one that the contract has: its status, headers, type and body. */
final class DocumentedAnswer {
    private static final Set<String> JSON = Set.of("application/json", "application/problem+json");

    /** What no browser runs; the page of the documentation is all that is HTML. */
    private static final Set<String> OTHERS =
            Set.of("application/x-ndjson", "text/csv", "text/plain", "application/openmetrics-text");

    private DocumentedAnswer() {}

    static void assertIs(Contract contract, Operation operation, Answer answer) {
        JsonNode documented = operation.answer(answer.status()).orElse(null);
        assertThat(documented)
                .as("status " + answer.status() + " of " + operation + ": " + answer.body())
                .isNotNull();
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
        String type = type(answer);
        JsonNode ofType = content.path(type);
        assertThat(ofType.has("schema")).as(type + " of " + operation).isTrue();
        if (JSON.contains(type)) {
            assertThat(contract.faults(ofType.get("schema"), answer.json()))
                    .as(answer.body())
                    .isEmpty();
        } else if (operation.path.equals("/docs")) {
            assertThat(type).isEqualTo("text/html");
        } else {
            assertThat(type).as(operation.toString()).isIn(OTHERS);
        }
        if (type.equals("application/x-ndjson")) {
            JsonNode row = JsonMapper.shared().readTree("{\"$ref\":\"#/components/schemas/ExportRow\"}");
            answer.body()
                    .lines()
                    .forEach(line -> assertThat(
                                    contract.faults(row, JsonMapper.shared().readTree(line)))
                            .isEmpty());
        }
    }

    static boolean isJson(Answer answer) {
        return JSON.contains(type(answer));
    }

    private static String type(Answer answer) {
        return answer.header("Content-Type").replaceFirst(";.*", "");
    }
}
