package io.flowgauge.recorder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The recording API of a service, in memory and over real HTTP. It takes reports by the API's rules and keeps each breach of them
 * in {@link #faults()}; how it answers can be changed while it runs.
 */
final class FakeFlowgauge implements AutoCloseable {
    static final String KEY = "fg_test_0123456789abcdefghijklmn";
    static final long FIRST_AUDIT_ID = 80_610;
    private static final int MOST_ITEMS = 10_000;
    private static final int MOST_BYTES = 16 << 20;
    private static final int PATIENCE_SECONDS = 20;

    /** What a request was, and how it was answered; status 0: not at all. */
    record Request(long atNanos, int status, int bytes, List<Report> reports) {}

    private enum Mood {
        WELL,
        UNAVAILABLE,
        KEY_REFUSED,
        HANGING,
        HANGING_WITHIN_ANSWER,
        DROPPING,
        DROPPING_ONCE_TAKEN
    }

    private static final class Task {
        Report whole;
        Report newest;
        int endings;

        boolean ended() {
            return endings > 0;
        }
    }

    // All of the state is read and written under the lock; each change signals the condition.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, String> refusals = new HashMap<>();
    private final Map<List<String>, Long> runs = new LinkedHashMap<>();
    private final Map<String, Long> lastSequences = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final int port;
    private HttpServer server;
    private Mood mood = Mood.WELL;
    private String retryAfter;
    private int mostItems = MOST_ITEMS;
    private String cannotEnd = "";
    private CountDownLatch hanging = new CountDownLatch(1);

    FakeFlowgauge() {
        start(0);
        port = server.getAddress().getPort();
    }

    URI uri() {
        return URI.create("http://localhost:" + port);
    }

    // How it answers

    void isWell() {
        become(Mood.WELL, null);
    }

    void isUnavailable(String seconds) {
        become(Mood.UNAVAILABLE, seconds);
    }

    void refusesTheKey() {
        become(Mood.KEY_REFUSED, null);
    }

    void hangs() {
        become(Mood.HANGING, null);
    }

    void hangsWithinItsAnswer() {
        become(Mood.HANGING_WITHIN_ANSWER, null);
    }

    void dropsConnections() {
        become(Mood.DROPPING, null);
    }

    void dropsConnectionsOnceReportsAreTaken() {
        become(Mood.DROPPING_ONCE_TAKEN, null);
    }

    void takesAtMost(int items) {
        within(() -> mostItems = items);
    }

    /** As while its history is away: a batch with the ending of that task is put off. */
    void cannotEnd(String requestId) {
        within(() -> {
            cannotEnd = requestId;
            retryAfter = "1";
        });
    }

    void refuses(String requestId, String detail) {
        within(() -> refusals.put(requestId, detail));
    }

    /** As after a restart without history: tasks are unknown until they are sent whole. */
    void forgets(String requestId) {
        within(() -> tasks.remove(requestId));
    }

    /** Another recorder reports the task from now on, which begins at sequence 1 again. */
    void allowsSequencesToRestart(String requestId) {
        within(() -> lastSequences.remove(requestId));
    }

    void stop() {
        within(() -> hanging.countDown());
        server.stop(0);
    }

    void startAgain() {
        start(port);
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }

    // What it knows

    List<Request> requests() {
        return reading(() -> List.copyOf(requests));
    }

    /** Breaches of the API's rules by what was sent. */
    List<String> faults() {
        return reading(() -> List.copyOf(faults));
    }

    boolean knows(String requestId) {
        return reading(() -> tasks.containsKey(requestId));
    }

    int tasks() {
        return reading(tasks::size);
    }

    /** The report whose numbers count. */
    Report newest(String requestId) {
        return reading(() -> Objects.requireNonNull(tasks.get(requestId), "no such task").newest);
    }

    /** The report whose describing fields count. */
    Report whole(String requestId) {
        return reading(() -> Objects.requireNonNull(tasks.get(requestId), "no such task").whole);
    }

    /** How often an ending was taken: once, or not yet. */
    int endings(String requestId) {
        return reading(() -> {
            Task task = tasks.get(requestId);
            return task == null ? 0 : task.endings;
        });
    }

    /** All reports of a task that came, in their order, whatever was answered. */
    List<Report> sent(String requestId) {
        return reading(() -> requests.stream()
                .flatMap(request -> request.reports().stream())
                .filter(report -> report.requestId().equals(requestId))
                .toList());
    }

    /** Waits until it is so; looks at each change here, and every few ms for what changes elsewhere. */
    void await(String what, BooleanSupplier condition) {
        long by = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - by > 0) {
                    throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what + "; statuses so far "
                            + requests.stream().map(Request::status).toList());
                }
                boolean ignored = changed.await(5, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stop) {
            throw new AssertionError("interrupted while waiting: " + what, stop);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for so many more requests. */
    void awaitRequests(int more) {
        int enough = requests().size() + more;
        await(more + " more requests", () -> requests.size() >= enough);
    }

    private void become(Mood next, String seconds) {
        within(() -> {
            mood = next;
            retryAfter = seconds;
            hanging.countDown();
            hanging = new CountDownLatch(1);
        });
    }

    private void within(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T reading(Supplier<T> reader) {
        lock.lock();
        try {
            return reader.get();
        } finally {
            lock.unlock();
        }
    }

    private void start(int atPort) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), atPort), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(threads);
        server.createContext("/api/v1/reports", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            checkHead(exchange);
            List<Report> reports = Report.all(new String(body, StandardCharsets.UTF_8));
            Mood now;
            CountDownLatch until;
            int status;
            String answer;
            lock.lock();
            try {
                now = mood;
                until = hanging;
                status = status(now, reports, body.length);
                reports.forEach(this::checkOrder);
                boolean taken = status == 200 || now == Mood.DROPPING_ONCE_TAKEN;
                answer = taken ? take(reports) : "{\"detail\":\"not now\"}";
                if (status == 503 && retryAfter != null) {
                    exchange.getResponseHeaders().set("Retry-After", retryAfter);
                }
                requests.add(new Request(System.nanoTime(), status, body.length, reports));
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (now == Mood.HANGING) {
                until.await();
            } else if (status != 0) {
                answer(exchange, status, answer, now == Mood.HANGING_WITHIN_ANSWER ? until : null);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            within(() -> faults.add("a request could not be read: " + broken));
        }
    }

    private int status(Mood now, List<Report> reports, int bytes) {
        boolean waits = reports.stream()
                .anyMatch(report -> report.requestId().equals(cannotEnd) && !"running".equals(report.text("state")));
        if (now == Mood.WELL && waits) {
            return 503;
        }
        return switch (now) {
            case WELL, HANGING_WITHIN_ANSWER -> reports.size() > mostItems || bytes > MOST_BYTES ? 413 : 200;
            case UNAVAILABLE -> 503;
            case KEY_REFUSED -> 401;
            case HANGING, DROPPING, DROPPING_ONCE_TAKEN -> 0;
        };
    }

    private static void answer(HttpExchange exchange, int status, String text, CountDownLatch breakUntil)
            throws IOException, InterruptedException {
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length);
        OutputStream out = exchange.getResponseBody();
        if (breakUntil != null) {
            out.write(answer, 0, 1);
            out.flush();
            breakUntil.await();
        } else {
            out.write(answer);
        }
    }

    private void checkHead(HttpExchange exchange) {
        check("POST".equals(exchange.getRequestMethod()), "the method is " + exchange.getRequestMethod());
        check("/api/v1/reports".equals(exchange.getRequestURI().getPath()), "the path is " + exchange.getRequestURI());
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        check("application/json".equals(type), "the content type is " + type);
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        check(("Bearer " + KEY).equals(key), "the authorization is " + key);
    }

    private void checkOrder(Report report) {
        Long before = lastSequences.put(report.requestId(), report.sequence());
        check(
                before == null || before < report.sequence(),
                "sequence " + report.sequence() + " of " + report.requestId() + " came after " + before);
    }

    private void check(boolean right, String fault) {
        if (!right) {
            within(() -> faults.add(fault));
        }
    }

    private String take(List<Report> reports) {
        int accepted = 0;
        List<String> stale = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        Map<List<String>, Long> named = new LinkedHashMap<>();
        for (int index = 0; index < reports.size(); index++) {
            Report report = reports.get(index);
            Task task = tasks.get(report.requestId());
            String fault = report.fault();
            check(fault == null, "report of " + report.requestId() + ": " + fault);
            String refusal = fault == null ? refusals.get(report.requestId()) : fault;
            if (refusal == null && task != null && report.whole()) {
                refusal = report.contradiction(task.whole);
            }
            if (refusal != null) {
                rejected.add(rejection(index, report, refusal, null));
                continue;
            }
            if (task == null && !report.whole()) {
                rejected.add(rejection(index, report, "the task is not known; send the report whole", "whole"));
                continue;
            }
            if (report.whole()) {
                List<String> run = List.of(report.text("flow"), report.text("runKey"));
                named.put(run, runs.computeIfAbsent(run, key -> FIRST_AUDIT_ID + runs.size()));
            }
            if (task != null && (task.ended() || report.sequence() <= task.newest.sequence())) {
                stale.add("{\"index\":" + index + ",\"known\":" + task.newest.sequence() + "}");
            } else {
                accepted++;
                apply(report);
            }
        }
        return "{\"accepted\":" + accepted + ",\"stale\":" + stale + ",\"rejected\":" + rejected
                + ",\"warnings\":[],\"runs\":"
                + named.entrySet().stream()
                        .map(run -> run(run.getKey(), run.getValue()))
                        .toList()
                + "}";
    }

    private void apply(Report report) {
        Task task = tasks.computeIfAbsent(report.requestId(), id -> new Task());
        task.newest = report;
        if (report.whole()) {
            task.whole = report;
        }
        if (!report.text("state").equals("running")) {
            task.endings++;
        }
    }

    private static String rejection(int index, Report report, String detail, String need) {
        StringBuilder out = new StringBuilder();
        ReportText.into(out)
                .number("index", (long) index)
                .text("requestId", report.requestId())
                .text("detail", detail)
                .text("need", need)
                .end();
        return out.toString();
    }

    private static String run(List<String> run, long auditId) {
        StringBuilder out = new StringBuilder();
        ReportText.into(out)
                .text("flow", run.get(0))
                .number("flowId", 7L)
                .text("runKey", run.get(1))
                .number("auditId", auditId)
                .end();
        return out.toString();
    }
}
