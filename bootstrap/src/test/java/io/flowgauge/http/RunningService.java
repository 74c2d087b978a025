package io.flowgauge.http;

import io.flowgauge.bootstrap.FlowgaugeApplication;
import io.flowgauge.persistence.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a free port and a fresh database; tests talk to it over real HTTP. */
public final class RunningService implements AutoCloseable {
    static final String PASSWORD = "correct horse";
    static final String KEY = "fg_test_0123456789abcdefghijklmn";
    static final long NOW = System.currentTimeMillis();

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicLong IDS = new AtomicLong();

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    final TestPostgres.Database database = TestPostgres.freshDatabase();

    RunningService(String... settings) {
        String[] all = new String[settings.length + 7];
        System.arraycopy(settings, 0, all, 7, settings.length);
        all[0] = "--server.port=0";
        all[1] = "--spring.datasource.url=" + database.url();
        all[2] = "--spring.datasource.username=" + database.user();
        all[3] = "--spring.datasource.password=" + database.password();
        all[4] = "--flowgauge.admin-password=" + PASSWORD;
        all[5] = "--flowgauge.recorder-key=" + KEY;
        all[6] = "--logging.level.io.flowgauge.rest.problem=off";
        context = new SpringApplicationBuilder(FlowgaugeApplication.class).run(all);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI uri(String path) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://localhost:" + port + path);
    }

    record Answer(int status, String body, HttpResponse<?> response) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException failed) {
            throw new AssertionError("no answer to " + request, failed);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    Answer get(String path, String credential) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        return send(request.build());
    }

    Answer signIn(String body) {
        return send(HttpRequest.newBuilder(uri("/rest/v1/token-auth/issue"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    String token(String login, String password) {
        Answer answer = signIn(JSON.writeValueAsString(Map.of("login", login, "password", password)));
        if (answer.status() != 200) {
            throw new AssertionError("no token: " + answer);
        }
        return answer.json().get("token").asString();
    }

    String adminToken() {
        return token("admin", PASSWORD);
    }

    Answer report(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8), "application/json", null);
    }

    Answer post(byte[] body, String type, String encoding) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1/reports"))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        return send(request.build());
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return packed.toByteArray();
    }

    /** A request id that no other test uses. */
    static String newId() {
        return "task-" + IDS.incrementAndGet();
    }

    /** A whole report; {@code more} is put at its end, such as {@code ,"owner":"etl"}. */
    static String whole(String id, long sequence, String state, long records, String more) {
        return """
                {"flow":"flow of %1$s","runKey":"r1","requestId":"%1$s","name":"copy","type":"extract","sequence":%2$d,"state":"%3$s",\
                "started":%4$d,"recordsProcessed":%5$d%6$s}""".formatted(id, sequence, state, NOW - 1000, records, more);
    }

    static String small(String id, long sequence, String state, long records) {
        return "{\"requestId\":\"%s\",\"sequence\":%d,\"state\":\"%s\",\"recordsProcessed\":%d}"
                .formatted(id, sequence, state, records);
    }

    /** The running task of that request id on the documented list; null when it is not there. */
    JsonNode task(String id) {
        for (JsonNode task : get("/etl/rest/v1/tasks/", adminToken()).json()) {
            if (task.get("requestId").asString().equals(id)) {
                return task;
            }
        }
        return null;
    }

    @Override
    public void close() {
        context.close();
    }
}
