package io.flowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flowgauge.http.ServiceApi;
import io.flowgauge.persistence.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service moves from its embedded PostgreSQL to another one, and is killed on its way there once. */
class MoveIT {
    private static final TestPostgres.Database NEW_HOME = TestPostgres.freshDatabase();
    private static final long STARTED = System.currentTimeMillis() - 60_000;

    /** Six starts in one test: none runs for so long that optimising it would pay. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    @TempDir
    Path folder;

    private static String report(int task, int sequence, String state, long records) {
        return """
                [{"flow":"orders","runKey":"run","requestId":"task %d","name":"copy","type":"load","sequence":%d,"state":"%s",\
                "started":%d,"recordsProcessed":%d,"labels":{"region":"eu"}}]""".formatted(task, sequence, state, STARTED, records);
    }

    private Process move() throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        QUICK,
                        "-jar",
                        Path.of("target", "flowgauge.jar").toAbsolutePath().toString(),
                        "history",
                        "move",
                        "--to",
                        NEW_HOME.url())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FLOWGAUGE_") || name.startsWith("SPRING_"));
        builder.environment()
                .putAll(Map.of(
                        "FLOWGAUGE_DATA", folder.resolve("data").toString(),
                        "FLOWGAUGE_MOVE_USERNAME", NEW_HOME.user(),
                        "FLOWGAUGE_MOVE_PASSWORD", NEW_HOME.password()));
        return builder.start();
    }

    private static void killAfterTheFirstTable(Process move) throws IOException {
        try (var lines = move.inputReader(StandardCharsets.UTF_8)) {
            while (!lines.readLine().startsWith("[ 1/")) {
                // It starts the server and looks at both sides.
            }
            move.destroyForcibly().onExit().join();
        }
    }

    @Test
    void afterAMoveTheServiceGoesOnWhereItWas() throws Exception {
        String token;
        try (ServiceProcess before = ServiceProcess.start(folder, Map.of("FLOWGAUGE_CHECK_INTERVAL", "1s"), QUICK)) {
            assertThat(before.report(report(1, 1, "running", 100)).status()).isEqualTo(200);
            assertThat(before.report(report(2, 1, "running", 10)).status()).isEqualTo(200);
            assertThat(before.report(report(2, 2, "completed", 20)).status()).isEqualTo(200);
            token = before.adminToken();
            Database old = Database.in(folder.resolve("data"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !old.rows(
                                    "SELECT FROM flowgauge.task_snapshot WHERE records = 100 AND interval_records = 0")
                            .isEmpty());

            Process refused = move();
            assertThat(new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("is used by another Flowgauge (process " + before.pid() + ")");
            assertThat(refused.waitFor()).isEqualTo(1);
        }
        Map<String, String> newHome = Map.of(
                "FLOWGAUGE_CHECK_INTERVAL", "1s",
                "SPRING_DATASOURCE_URL", NEW_HOME.url(),
                "SPRING_DATASOURCE_USERNAME", NEW_HOME.user(),
                "SPRING_DATASOURCE_PASSWORD", NEW_HOME.password());

        killAfterTheFirstTable(move());
        assertThatThrownBy(() -> ServiceProcess.start(folder, newHome, QUICK))
                .hasMessageContaining(
                        "Flowgauge does not start: spring.datasource.url (SPRING_DATASOURCE_URL) leads to a"
                                + " database that history is being moved to; run the same history move again");
        Process again = move();
        String said = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(again.waitFor()).as(said).isZero();

        assertThat(said)
                .contains(
                        "rows, there already",
                        "task_run                                    2 rows with 120 records on both sides")
                .containsPattern("\\nMoved\\. .*The embedded PostgreSQL in .*data holds all of it still")
                .doesNotContain(" INFO ", " WARN ");
        Database now = new Database(NEW_HOME.url(), NEW_HOME.user(), NEW_HOME.password());
        try (ServiceProcess after = ServiceProcess.start(folder, newHome, QUICK)) {
            JsonNode running = after.get("/etl/rest/v1/tasks/", token).json();
            assertThat(running.findValuesAsString("requestId")).containsExactly("task 1");
            assertThat(running.get(0).get("recordsProcessed").asLong()).isEqualTo(100);
            assertThat(after.token("admin", ServiceApi.PASSWORD)).isNotEmpty();
            assertThat(after.report(report(2, 2, "completed", 20)).json().get("stale"))
                    .hasSize(1);
            assertThat(after.report(report(1, 2, "completed", 130))
                            .json()
                            .get("accepted")
                            .asInt())
                    .isEqualTo(1);
            assertThat(after.report(report(3, 1, "running", 1)).status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !now.rows("SELECT FROM flowgauge.task_snapshot WHERE task_id = 3")
                            .isEmpty());
        }
        assertThat(now.rows("""
                        SELECT request_id, state, records, (SELECT sum(interval_records) FROM flowgauge.task_snapshot s WHERE s.task_id = t.task_id),
                               (SELECT value FROM flowgauge.task_label l WHERE l.task_id = t.task_id)
                        FROM flowgauge.task_run t ORDER BY 1"""))
                .containsExactly("task 1 completed 130 130 eu", "task 2 completed 20 20 eu", "task 3 running 1 1 eu");
    }
}
