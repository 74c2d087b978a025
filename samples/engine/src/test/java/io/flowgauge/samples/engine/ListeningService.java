package io.flowgauge.samples.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** Listens where the service would and keeps of each task what it was told last. */
final class ListeningService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, ObjectNode> tasks = new LinkedHashMap<>();
    private final TreeSet<String> seenRunning = new TreeSet<>();

    ListeningService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/reports", this::reports);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** What was told of each task of a type, oldest first. */
    synchronized List<JsonNode> tasks(String type) {
        List<JsonNode> found = new ArrayList<>();
        tasks.values().stream()
                .filter(task -> task.path("type").asText().equals(type))
                .forEach(task -> found.add(task.deepCopy()));
        return found;
    }

    synchronized List<JsonNode> tasks() {
        List<JsonNode> all = new ArrayList<>();
        tasks.values().forEach(task -> all.add(task.deepCopy()));
        return all;
    }

    /** The types of which a task was ever told to be running. */
    synchronized List<String> seenRunning() {
        return List.copyOf(seenRunning);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void reports(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body;
            try (InputStream in = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                    ? new GZIPInputStream(exchange.getRequestBody())
                    : exchange.getRequestBody()) {
                String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                body = text.isBlank() || text.strip().startsWith("[")
                        ? JSON.readTree(text)
                        : JSON.readTree("[" + text.strip().replaceAll("\\R", ",") + "]");
            }
            byte[] answer = JSON.writeValueAsBytes(answer(body));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private synchronized JsonNode answer(JsonNode reports) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("accepted", reports.size());
        answer.putArray("stale");
        answer.putArray("rejected");
        answer.putArray("warnings");
        var runs = answer.putArray("runs");
        for (JsonNode report : reports) {
            ObjectNode task = tasks.computeIfAbsent(report.path("requestId").asText(), id -> JSON.createObjectNode());
            if (report.path("sequence").asLong() > task.path("sequence").asLong(-1)) {
                task.setAll((ObjectNode) report);
            }
            if (report.path("state").asText().equals("running")) {
                seenRunning.add(task.path("type").asText());
            }
            if (report.has("runKey")) {
                runs.addObject()
                        .put("flow", report.path("flow").asText())
                        .put("flowId", 1)
                        .put("runKey", report.path("runKey").asText())
                        .put("auditId", 1);
            }
        }
        return answer;
    }
}
