package io.flowgauge.service;

import io.flowgauge.http.ServiceApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code java -jar flowgauge.jar} on a free port, as an operator starts it and as a fault ends it. */
final class ServiceProcess extends ServiceApi implements AutoCloseable {
    private static final Path JAR = Path.of("target", "flowgauge.jar").toAbsolutePath();
    private static final Pattern LISTENS = Pattern.compile("listens on port (\\d+)");

    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile int port;

    private ServiceProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "service-log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it and waits until it listens. */
    static ServiceProcess start(Path folder, Map<String, String> settings, String... jvm) throws IOException {
        List<String> words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(jvm));
        words.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("FLOWGAUGE_") || name.startsWith("SPRING_"));
        environment.putAll(Map.of(
                "SERVER_PORT",
                "0",
                "FLOWGAUGE_DATA",
                folder.resolve("data").toString(),
                "FLOWGAUGE_ADMIN_PASSWORD",
                PASSWORD,
                "FLOWGAUGE_RECORDER_KEY",
                KEY));
        environment.putAll(settings);
        ServiceProcess service = new ServiceProcess(builder.start());
        service.awaitListening();
        return service;
    }

    private void awaitListening() {
        try {
            settled.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
        if (port == 0) {
            throw new AssertionError("the service did not start:\n" + log());
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                Matcher listens = LISTENS.matcher(line);
                if (listens.find()) {
                    port = Integer.parseInt(listens.group(1));
                    settled.countDown();
                }
            }
        } catch (IOException gone) {
            log.add(gone.toString());
        } finally {
            settled.countDown();
        }
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    String log() {
        return String.join("\n", log);
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As Ctrl-C or a service manager does. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
