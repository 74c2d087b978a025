package io.flowgauge.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service as its users reach it: over HTTP. */
public abstract class ServiceApi {
    public static final String PASSWORD = "correct horse";
    public static final String KEY = "fg_test_0123456789abcdefghijklmn";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    public abstract URI uri(String path);

    public record Answer(int status, String body, HttpResponse<?> response) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException failed) {
            throw new UncheckedIOException("no answer to " + request, failed);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    public Answer get(String path, String credential) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        return send(request.build());
    }

    /** Sends JSON, or nothing where the body is empty. */
    Answer send(String method, String path, As as, String body) {
        HttpRequest.Builder request = as.on(HttpRequest.newBuilder(uri(path)));
        if (body.isEmpty()) {
            return send(request.method(method, BodyPublishers.noBody()).build());
        }
        return send(request.header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** Signs in on the page. */
    As.Session session(String login, String password) {
        Answer answer = send(
                "POST",
                "/api/v1/session",
                new As.Stranger(),
                JSON.writeValueAsString(Map.of("login", login, "password", password)));
        if (answer.status() != 200) {
            throw new AssertionError("no session: " + answer);
        }
        return new As.Session(
                answer.header("Set-Cookie").split(";", 2)[0],
                answer.json().get("csrfToken").asString());
    }

    public Answer signIn(String body) {
        return send(HttpRequest.newBuilder(uri("/rest/v1/token-auth/issue"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    public String token(String login, String password) {
        Answer answer = signIn(JSON.writeValueAsString(Map.of("login", login, "password", password)));
        if (answer.status() != 200) {
            throw new AssertionError("no token: " + answer);
        }
        return answer.json().get("token").asString();
    }

    public String adminToken() {
        return token("admin", PASSWORD);
    }

    public Answer report(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8), "application/json", null);
    }

    public Answer post(byte[] body, String type, String encoding) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1/reports"))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        return send(request.build());
    }

    /** The running task of that request id on the documented list; null when it is not there. */
    public JsonNode task(String id) {
        for (JsonNode task : get("/etl/rest/v1/tasks/", adminToken()).json()) {
            if (task.get("requestId").asString().equals(id)) {
                return task;
            }
        }
        return null;
    }
}
