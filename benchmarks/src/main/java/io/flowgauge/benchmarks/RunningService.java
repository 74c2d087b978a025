package io.flowgauge.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code java -jar flowgauge.jar} on a database, on a free port, and a program that asks it. */
final class RunningService implements AutoCloseable {
    private static final Path JAR = Path.of("..", "bootstrap", "target", "flowgauge.jar");
    private static final String PASSWORD = "a password of benchmarks";
    private static final Pattern LISTENS = Pattern.compile("listens on port (\\d+)");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;
    private final String token;

    RunningService(HistoryDatabase database) throws IOException, InterruptedException {
        this(database, Map.of());
    }

    /** Starts it with these settings besides, waits until it listens, and signs in. */
    RunningService(HistoryDatabase database, Map<String, String> settings) throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString())
                .redirectErrorStream(true);
        java.environment().keySet().removeIf(name -> name.startsWith("FLOWGAUGE_") || name.startsWith("SPRING_"));
        java.environment()
                .putAll(Map.of(
                        "SPRING_DATASOURCE_URL",
                        database.url(),
                        "SPRING_DATASOURCE_USERNAME",
                        HistoryDatabase.USER,
                        "SPRING_DATASOURCE_PASSWORD",
                        "",
                        "SERVER_PORT",
                        "0",
                        "FLOWGAUGE_DATA",
                        Files.createTempDirectory("flowgauge-benchmark").toString(),
                        "FLOWGAUGE_ADMIN_PASSWORD",
                        PASSWORD,
                        "FLOWGAUGE_LOST_AFTER",
                        "1d"));
        java.environment().putAll(settings);
        process = java.start();
        address = listening();
        token = find(
                TOKEN,
                body(HttpRequest.newBuilder(address.resolve("/etl/rest/v1/token-auth/issue"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"login\":\"admin\",\"password\":\"" + PASSWORD + "\"}"))));
    }

    private URI listening() throws IOException {
        StringBuilder log = new StringBuilder();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                Thread rest = new Thread(() -> lines.lines().forEach(each -> {}), "service-log");
                rest.setDaemon(true);
                rest.start();
                return URI.create("http://127.0.0.1:" + listens.group(1));
            }
            log.append(line).append('\n');
        }
        throw new IOException("the service did not start:\n" + log);
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("there is no " + pattern + " in " + text);
        }
        return found.group(1);
    }

    /** The answer's body. */
    String get(String path) throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + token));
    }

    /** Tries to sign in, as a client of that address whom a proxy tells of; returns the status. */
    int signIn(String login, String password, String address) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(this.address.resolve("/etl/rest/v1/token-auth/issue"))
                                .header("Content-Type", "application/json")
                                .header("X-Forwarded-For", address)
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** What its heap holds once garbage is collected. */
    double liveHeapMegabytes() throws IOException, InterruptedException {
        Process collect = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collect.waitFor() != 0) {
            throw new IOException("jcmd " + process.pid() + " GC.run failed");
        }
        return get("/actuator/prometheus")
                        .lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / (1 << 20);
    }

    private String body(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
