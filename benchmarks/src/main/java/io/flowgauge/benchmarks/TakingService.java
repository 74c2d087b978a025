package io.flowgauge.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A service that takes every report and keeps nothing, so that what a recorder costs is measured and nothing else. */
final class TakingService implements AutoCloseable {
    static final String KEY = "fg_benchmark_0123456789abcdefghijklmn";

    // Each report has one; no text of a benchmark has it.
    private static final Pattern REPORT = Pattern.compile("\"requestId\":");

    private final HttpServer server;

    TakingService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/api/v1/reports", TakingService::take);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private static void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String batch = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            long reports = REPORT.matcher(batch).results().count();
            byte[] answer = ("{\"accepted\":" + reports + ",\"stale\":[],\"rejected\":[],\"warnings\":[],\"runs\":[]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
