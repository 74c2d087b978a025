package io.flowgauge.recorder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** A service that takes reports as Flowgauge does, and can be in trouble. */
final class FakeFlowgauge implements AutoCloseable {
    static final String KEY = "fg_test_0123456789abcdefghijklmn";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What goes wrong with a batch of so many items; 0 for nothing. */
    interface Trouble {
        int status(int items);

        Trouble NONE = items -> 0;
        Trouble UNAVAILABLE = items -> 503;
        Trouble KEY_REFUSED = items -> 401;
        Trouble HANGS = items -> -1;
    }

    private HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int port;
    private Trouble trouble = Trouble.NONE;
    private String refuses = "";
    private String endingWaits = "";
    final List<List<Map<String, Object>>> batches = new ArrayList<>();
    final List<Integer> answered = new ArrayList<>();
    /** The report with the highest sequence of each task. */
    final Map<String, Map<String, Object>> tasks = new TreeMap<>();
    /** How often each task's ending was taken. */
    final Map<String, Integer> endings = new HashMap<>();

    FakeFlowgauge() throws IOException {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    private HttpServer listen(int at) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        made.setExecutor(threads);
        made.createContext("/api/v1/reports", this::answer);
        made.start();
        return made;
    }

    URI uri() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":" + port);
    }

    Recorder.Builder recorder() {
        return Recorder.to(uri()).key(KEY).engine("engine").owner("etl").reportEvery(Duration.ofMillis(100));
    }

    synchronized void isIn(Trouble next) {
        trouble = next;
    }

    /** Refuses tasks of that name for good. */
    synchronized void refuses(String name) {
        refuses = name;
    }

    /** Answers 503 to batches with an ending of that task. */
    synchronized void unavailableTo(String requestId) {
        endingWaits = requestId;
    }

    synchronized void forgets() {
        tasks.clear();
    }

    synchronized void knows(String requestId, long sequence) {
        tasks.put(requestId, new HashMap<>(Map.of("requestId", requestId, "sequence", sequence, "state", "running")));
    }

    void stops() {
        server.stop(0);
    }

    void isBack() throws IOException {
        server = listen(port);
    }

    @SuppressWarnings("unchecked")
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            List<Map<String, Object>> batch = (List<Map<String, Object>>) (List<?>) (List<Object>) JsonText.read(body);
            int status;
            synchronized (this) {
                status = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        ? trouble.status(batch.size())
                        : 401;
                boolean waits = batch.stream()
                        .anyMatch(report ->
                                endingWaits.equals(report.get("requestId")) && !"running".equals(report.get("state")));
                status = waits ? 503 : status;
            }
            if (status < 0) {
                noted(status);
                closed.await();
                return;
            }
            String answer = "{}";
            if (status == 0) {
                answer = taken(batch);
                status = 200;
            } else if (status == 503) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            noted(status);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void noted(int status) {
        answered.add(status);
        notifyAll();
    }

    private synchronized String taken(List<Map<String, Object>> batch) {
        batches.add(batch);
        StringBuilder stale = new StringBuilder();
        StringBuilder rejected = new StringBuilder();
        StringBuilder runs = new StringBuilder();
        int accepted = 0;
        for (int index = 0; index < batch.size(); index++) {
            Map<String, Object> report = batch.get(index);
            Map<String, Object> known = tasks.get(report.get("requestId"));
            if (refuses.equals(report.get("name"))) {
                rejected.append(rejected.isEmpty() ? "" : ",")
                        .append("{\"index\":%d,\"detail\":\"it is not wanted\",\"need\":null}".formatted(index));
            } else if (known == null && !report.containsKey("flow")) {
                rejected.append(rejected.isEmpty() ? "" : ",")
                        .append("{\"index\":%d,\"detail\":\"unknown\",\"need\":\"whole\"}".formatted(index));
            } else if (known != null
                    && (!"running".equals(known.get("state"))
                            || (long) known.get("sequence") >= (long) report.get("sequence"))) {
                stale.append(stale.isEmpty() ? "" : ",")
                        .append("{\"index\":%d,\"known\":%d}".formatted(index, (long) known.get("sequence")));
            } else {
                accepted++;
                tasks.put((String) report.get("requestId"), report);
                if (!"running".equals(report.get("state"))) {
                    endings.merge((String) report.get("requestId"), 1, Integer::sum);
                }
            }
            if (report.containsKey("flow")) {
                runs.append(runs.isEmpty() ? "" : ",");
                ReportText.into(runs)
                        .text("flow", (String) report.get("flow"))
                        .text("runKey", (String) report.get("runKey"))
                        .number("flowId", 7L)
                        .number("auditId", 80_610L)
                        .end();
            }
        }
        return "{\"accepted\":%d,\"stale\":[%s],\"rejected\":[%s],\"warnings\":[],\"runs\":[%s]}"
                .formatted(accepted, stale, rejected, runs);
    }

    /** Waits until it is so, looking after each batch. */
    synchronized void await(Predicate<FakeFlowgauge> so) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!so.test(this)) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("it did not become so; tasks: " + tasks + "; answers: " + answered);
            }
            try {
                wait(left);
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }
    }

    /** The newest report of a task, once it says that. */
    Map<String, Object> awaitTask(TaskRecorder task, String field, Object value) {
        await(service -> {
            Map<String, Object> known = service.tasks.get(task.requestId());
            return known != null && value.equals(known.get(field));
        });
        return report(task);
    }

    synchronized Map<String, Object> report(TaskRecorder task) {
        return tasks.get(task.requestId());
    }

    /** All reports of a task that were taken, in their order. */
    synchronized List<Map<String, Object>> reports(TaskRecorder task) {
        return batches.stream()
                .flatMap(List::stream)
                .filter(report -> task.requestId().equals(report.get("requestId")))
                .toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
