package io.flowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.http.ServiceApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./quickstart}, and what the README says to do while it runs. */
class QuickstartIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final JsonMapper JSON = new JsonMapper();

    /** One run of the script. */
    private static final class Quickstart extends ServiceApi implements AutoCloseable {
        final Path data;
        final int port;
        final Map<String, String> environment;
        final List<String> printed = new ArrayList<>();
        private final Process process;

        Quickstart(Path data) throws IOException {
            this.data = data;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            environment = Map.of("FLOWGAUGE_DATA", data.toString(), "SERVER_PORT", Integer.toString(port));
            ProcessBuilder builder =
                    new ProcessBuilder("./quickstart").directory(ROOT.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            process = builder.start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
                if (line.startsWith("Ctrl-C")) {
                    return;
                }
            }
            throw new AssertionError("quickstart ended: " + printed);
        }

        @Override
        public URI uri(String path) {
            return URI.create("http://localhost:" + port + path);
        }

        String line(String name) {
            return printed.stream()
                    .filter(line -> line.startsWith("  " + name + " "))
                    .map(line -> line.substring(name.length() + 2).strip())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is not in " + printed));
        }

        List<JsonNode> tasks() {
            Matcher login = Pattern.compile("admin / (\\S+)").matcher(line("login"));
            assertThat(login.find()).isTrue();
            List<JsonNode> tasks = new ArrayList<>();
            get("/etl/rest/v1/tasks/", token("admin", login.group(1))).json().forEach(tasks::add);
            return tasks;
        }

        Database history() throws IOException {
            return Database.in(data);
        }

        Database engine() throws IOException {
            Database history = history();
            return new Database(
                    history.url().replace("/flowgauge", "/flowgauge_sample"), history.user(), history.password());
        }

        /** As Ctrl-C in its terminal; its exit code. */
        int interrupt() throws IOException {
            List<ProcessHandle> all = process.descendants().toList();
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
            int code = process.onExit().join().exitValue();
            assertThat(all).isNotEmpty().noneMatch(ProcessHandle::isAlive);
            assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
            return code;
        }

        @Override
        public void close() throws IOException {
            if (process.isAlive()) {
                interrupt();
            }
        }
    }

    @TempDir
    private static Path folder;

    private static Quickstart quickstart;

    @BeforeAll
    static void start() throws IOException {
        quickstart = new Quickstart(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        quickstart.close();
    }

    private static String run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(quickstart.environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void withinAMinuteAllFiveTypesHaveBeenSeen() {
        Set<String> types = new TreeSet<>();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    quickstart
                            .tasks()
                            .forEach(task -> types.add(task.get("type").asString()));
                    return types.size() == 5;
                });
    }

    @Test
    void theCurlThatIsPrintedWorksAsPasted() throws Exception {
        JsonNode tasks = JSON.readTree(run(quickstart.line("tasks")));

        assertThat(tasks.isArray()).isTrue();
        assertThat(tasks.findValuesAsString("name")).contains("capture orders");
    }

    @Test
    void theHistoryCanBeLookedAtAsPrinted() throws Exception {
        assertThat(run(quickstart.line("history")).lines())
                .hasSizeGreaterThan(1)
                .startsWith("flow\ttask\ttype\tstate\trecords");
    }

    @Test
    void theCommandsOfTheReadmeWork() throws Exception {
        Matcher blocks = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        // In one terminal, so that a later one may use what an earlier one has set.
        String commands = blocks.results()
                .map(block -> block.group(1)
                        .replace("/tmp/", quickstart.data + "/")
                        .replace("./data/", quickstart.data + "/"))
                .collect(Collectors.joining("printf '\\n== next ==\\n'\n"));
        List<String> outputs = List.of(run(commands).split("\n== next ==\n"));

        assertThat(outputs).hasSize(5);
        assertThat(JSON.readTree(outputs.get(0)).get(0).get("name").asString()).isEqualTo("capture orders");
        JsonNode curve = JSON.readTree(outputs.get(1));
        assertThat(curve.get("step").asLong()).isEqualTo(60_000);
        assertThat(curve.get("points")).isNotEmpty();
        assertThat(Files.readString(quickstart.data.resolve("history.csv")))
                .startsWith("at,taskId,")
                .contains(",capture orders,");
        assertThat(outputs.get(2)).containsPattern("(?s)\"accepted\":1.*\"accepted\":1");
        assertThat(outputs.get(3))
                .contains(
                        "\"login\":\"ann\"",
                        "\"name\":\"engine of sales\"",
                        "\"action\":\"user_created\",\"actor\":\"admin\"");
        assertThat(outputs.get(4)).startsWith("minute\tflow\ttask\trecords");
        assertThat(quickstart
                        .history()
                        .rows("SELECT state, records FROM flowgauge.task_run WHERE request_id = 'copy-1'"))
                .containsExactly("completed 120000");
    }

    @Test
    void atRestTheStreamHasProcessedWhatItWroteToTheWarehouse() throws Exception {
        Database engine = quickstart.engine();
        try (Connection shop = DriverManager.getConnection(engine.url(), engine.user(), engine.password());
                Statement rests = shop.createStatement()) {
            shop.setAutoCommit(false);
            rests.execute("LOCK TABLE shop.orders IN EXCLUSIVE MODE");
            await().atMost(Duration.ofSeconds(60)).during(Duration.ofSeconds(3)).until(() -> {
                List<JsonNode> stream = quickstart.tasks().stream()
                        .filter(task -> task.get("type").asString().equals("stream"))
                        .toList();
                return stream.size() == 1
                        && engine.rows("SELECT records FROM engine.moved WHERE request_id = '"
                                        + stream.get(0).get("requestId").asString() + "' AND records > 0")
                                .equals(List.of(Long.toString(
                                        stream.get(0).get("recordsProcessed").asLong())));
            });
            shop.rollback();
        }
    }

    @Test
    void theIntervalsOfEachEndedTaskAddUpToWhatTheEngineMoved() throws Exception {
        String ended = """
                SELECT t.request_id, (SELECT sum(interval_records) FROM flowgauge.task_snapshot s WHERE s.task_id = t.task_id)
                FROM flowgauge.task_run t WHERE t.ended IS NOT NULL AND t.owner IS NOT NULL AND t.engine IS NOT NULL ORDER BY 1""";
        await().atMost(Duration.ofSeconds(90))
                .until(() -> quickstart
                                .history()
                                .rows(
                                        "SELECT FROM flowgauge.task_run WHERE type = 'load' AND state = 'completed' AND records > 0")
                                .size()
                        >= 1);

        List<String> reported = quickstart.history().rows(ended);

        assertThat(reported).hasSizeGreaterThanOrEqualTo(4);
        assertThat(quickstart.engine().rows("SELECT request_id, records FROM engine.moved"))
                .containsAll(reported);
    }

    @Test
    void aSecondOneOnAFolderInUseSaysSoAndLeavesTheFirstAlone() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("./quickstart").directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(quickstart.environment);
        try (ServerSocket free = new ServerSocket(0)) {
            builder.environment().put("SERVER_PORT", Integer.toString(free.getLocalPort()));
        }
        Process second = builder.start();

        String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(output).contains("is used by another Flowgauge");
        assertThat(Files.readString(folder.resolve("service.log"))).contains("listens on port " + quickstart.port);
        assertThat(Files.readString(folder.resolve("quickstart.env"))).contains("localhost:" + quickstart.port);
        assertThat(quickstart.tasks()).isNotEmpty();
    }

    @Test
    void ctrlCStopsAllOfItAndASecondStartKeepsDataAndCredentials(@TempDir Path other) throws Exception {
        String login;
        try (Quickstart first = new Quickstart(other)) {
            login = first.line("login");
            assertThat(first.interrupt()).isEqualTo(130);
        }
        assertThat(Files.getPosixFilePermissions(other.resolve("quickstart.env")))
                .hasSize(2);
        try (Quickstart second = new Quickstart(other)) {
            assertThat(second.line("login")).isEqualTo(login);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> second.history()
                            .rows("SELECT state FROM flowgauge.task_run WHERE type = 'stream' ORDER BY task_id")
                            .equals(List.of("cancelled", "running")));
        }
    }
}
