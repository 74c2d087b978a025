package io.flowgauge.recorder;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts batches to the service and reads what it says of them. */
final class Service {
    /** What the service said of a batch. */
    sealed interface Answer {
        /** Item by item; {@code members} as the API names them. */
        record Members(Map<String, @Nullable Object> members) implements Answer {
            /** How many items it speaks of; fewer than were sent when the batch broke off on its way. */
            long count() {
                long accepted = members.get("accepted") instanceof Long number ? number : 0;
                return accepted + list("stale").size() + list("rejected").size();
            }

            @SuppressWarnings("unchecked") // the shape that JsonText gives
            List<Map<String, @Nullable Object>> list(String name) {
                return members.get(name) instanceof List<?> list
                        ? (List<Map<String, @Nullable Object>>) (List<?>)
                                list.stream().filter(Map.class::isInstance).toList()
                        : List.of();
            }
        }

        record TooLarge() implements Answer {}

        /**
         * Not now.
         *
         * @param retryAfter as the service asks; null when it does not
         */
        record Later(String problem, @Nullable Duration retryAfter) implements Answer {}

        /** The key is not taken. */
        record KeyRefused(String problem) implements Answer {}
    }

    private final HttpClient client;
    private final URI reports;
    private final String key;
    private final Duration patience;

    /** @param patience after which a request that is not answered to its end is given up */
    Service(URI service, String key, Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(2))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        String base = service.toString();
        this.reports =
                URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1/reports");
        this.key = key;
    }

    Answer post(CharSequence batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(reports)
                .timeout(patience)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(batch.toString(), StandardCharsets.UTF_8))
                .build();
        // Not sendAsync: it completes in the common pool, which a pipeline may keep busy.
        try {
            HttpResponse<@Nullable String> response = client.send(request, WholeText.within(patience));
            String body = response.body();
            return body == null
                    ? new Answer.Later("the service did not end its answer within " + patience, null)
                    : answer(response, body);
        } catch (IOException away) {
            return new Answer.Later("the service cannot be reached: " + away, null);
        }
    }

    private static Answer answer(HttpResponse<?> response, String body) {
        int status = response.statusCode();
        if (status == 413) {
            return new Answer.TooLarge();
        }
        if (status == 401 || status == 403) {
            return new Answer.KeyRefused("the service refuses the key with status " + status);
        }
        if (status == 200 || status == 400) {
            Map<String, @Nullable Object> members = members(body);
            if (members.containsKey("accepted")) {
                return new Answer.Members(members);
            }
        }
        return new Answer.Later(
                "the service answers with status " + status,
                response.headers()
                        .firstValue("Retry-After")
                        .map(Service::seconds)
                        .orElse(null));
    }

    @SuppressWarnings("unchecked") // the shape that JsonText gives
    private static Map<String, @Nullable Object> members(String body) {
        try {
            return JsonText.read(body) instanceof Map<?, ?> object ? (Map<String, @Nullable Object>) object : Map.of();
        } catch (IllegalArgumentException noJson) {
            return Map.of();
        }
    }

    private static @Nullable Duration seconds(String retryAfter) {
        try {
            return Duration.ofSeconds(Math.max(0, Math.min(300, Long.parseLong(retryAfter.strip()))));
        } catch (NumberFormatException aDate) {
            return null;
        }
    }
}
