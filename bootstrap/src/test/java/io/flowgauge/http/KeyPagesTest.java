package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The list of keys is in the order of their names, page by page. */
class KeyPagesTest {

    @Test
    void everyKeyIsOnOnePage() {
        try (RunningService service = new RunningService()) {
            String admin = service.adminToken();
            for (String name : List.of("z", "m", "a", "a b", "y", "a")) {
                service.send(HttpRequest.newBuilder(service.uri("/api/v1/api-keys"))
                        .header("Authorization", "Bearer " + admin)
                        .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"role\":\"viewer\"}"))
                        .build());
            }
            List<String> whole = ids(service.get("/api/v1/api-keys", admin).json());
            List<String> inPages = new ArrayList<>();
            String cursor = "";
            while (inPages.size() < whole.size()) {
                JsonNode page =
                        service.get("/api/v1/api-keys?limit=2" + cursor, admin).json();
                inPages.addAll(ids(page));
                if (page.get("next").isNull()) {
                    break;
                }
                cursor = "&cursor=" + page.get("next").asString();
            }
            assertThat(inPages).isEqualTo(whole).hasSize(7);
        }
    }

    private static List<String> ids(JsonNode page) {
        return page.get("keys")
                .valueStream()
                .map(key -> key.get("id").asString())
                .toList();
    }
}
