package io.flowgauge.service;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import io.flowgauge.http.ServiceApi.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** PostgreSQL is stopped for 30 seconds under a service that goes on. */
class PostgresAwayIT {
    private static final int TASKS = 20;
    private static final Duration AWAY = Duration.ofSeconds(30);
    private static final long STARTED = System.currentTimeMillis() - 1_000;

    private static String whole(int task, String state, long sequence, long records) {
        return """
                {"flow":"orders","runKey":"run","requestId":"task %1$d","name":"copy","type":"load","sequence":%2$d,"state":"%3$s",\
                "started":%4$d,"recordsProcessed":%5$d}""".formatted(task, sequence, state, STARTED, records);
    }

    private static String progress(int task, long sequence, long records) {
        return "{\"requestId\":\"task %d\",\"sequence\":%d,\"state\":\"running\",\"recordsProcessed\":%d}"
                .formatted(task, sequence, records);
    }

    private static String ending(int task, long sequence, long records) {
        return progress(task, sequence, records).replace("running", "completed");
    }

    @Test
    void whatIsLiveIsAnsweredEndingsWaitAndNoCheckIsMissingAfterwards(@TempDir Path folder) throws Exception {
        Path postgresFolder = folder.resolve("postgres");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(postgresFolder);
        Database database = new Database(postgres.jdbcUrl("flowgauge"), postgres.user(), postgres.password());
        try (ServiceProcess service = ServiceProcess.start(
                folder,
                Map.of(
                        "SPRING_DATASOURCE_URL", database.url(),
                        "SPRING_DATASOURCE_USERNAME", database.user(),
                        "SPRING_DATASOURCE_PASSWORD", database.password(),
                        "FLOWGAUGE_CHECK_INTERVAL", "1s"))) {
            Answer begun = service.report(IntStream.range(0, TASKS)
                    .mapToObj(task -> whole(task, "running", 1, 0))
                    .collect(joining(",", "[", "]")));
            assertThat(begun.status()).isEqualTo(200);
            long run = begun.json().get("runs").get(0).get("auditId").asLong();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !database.rows("SELECT FROM flowgauge.task_snapshot LIMIT 1")
                            .isEmpty());

            postgres.close();
            long sequence = 1;
            int endingsRefused = 0;
            long back = System.nanoTime() + AWAY.toNanos();
            while (System.nanoTime() < back) {
                sequence++;
                String token = service.adminToken();
                assertThat(service.get("/etl/rest/v1/tasks/", token).json()).hasSize(TASKS);
                assertThat(service.get("/etl/rest/v1/tasks/" + run + "/", token).json())
                        .hasSize(TASKS);
                JsonNode live = service.get("/api/v1/tasks?auditId=" + run, token)
                        .json()
                        .get("tasks");
                assertThat(live).hasSize(TASKS);
                String one = "/api/v1/tasks/" + live.get(0).get("id").asLong();
                assertThat(service.get(one, token).status()).isEqualTo(200);
                assertThat(service.get(one + "/history", token).status()).isEqualTo(503);
                long now = sequence;
                assertThat(service.report(IntStream.range(0, TASKS)
                                        .mapToObj(task -> progress(task, now, now))
                                        .collect(joining(",", "[", "]")))
                                .status())
                        .isEqualTo(200);
                assertThat(service.get("/actuator/health/readiness", null).status())
                        .isEqualTo(200);
                // The progress in the batch counts, the ending and the beginning do not.
                Answer refused = service.report("[" + progress(1, ++sequence, sequence) + ","
                        + ending(0, sequence + 1_000_000, 7) + "," + whole(TASKS, "running", 1, 0) + "]");
                assertThat(refused.status()).as(service.log()).isEqualTo(503);
                assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
                assertThat(service.task("task 0").get("recordsProcessed").asLong())
                        .isEqualTo(now);
                assertThat(service.task("task 1").get("recordsProcessed").asLong())
                        .isEqualTo(sequence);
                endingsRefused++;
            }
            assertThat(endingsRefused).isPositive();

            postgres = EmbeddedPostgres.start(postgresFolder);
            assertThat(postgres.jdbcUrl("flowgauge"))
                    .as("the port was not taken meanwhile")
                    .isEqualTo(database.url());
            String endings = IntStream.range(0, TASKS)
                    .mapToObj(task -> ending(task, 10_000_000, 1_000 + task))
                    .collect(joining(",", "[", "]"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> service.report(endings).status() == 200);

            assertThat(service.report(endings).json().get("stale")).hasSize(TASKS);
            assertThat(database.rows("SELECT request_id, state, records FROM flowgauge.task_run"))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, TASKS)
                            .mapToObj(task -> "task " + task + " completed " + (1_000 + task))
                            .toList());
            assertThat(
                            database.rows(
                                    "SELECT task_id, sum(interval_records) - max(records) FILTER (WHERE state = 'completed') FROM flowgauge.task_snapshot GROUP BY 1 HAVING sum(interval_records) <> max(records) FILTER (WHERE state = 'completed')"))
                    .as("intervals that do not add up")
                    .isEmpty();
            assertThat(database.rows("""
                            SELECT task_id, count(*), extract(epoch FROM max(checked_at) - min(checked_at)) + 1
                            FROM flowgauge.task_snapshot WHERE state = 'running' GROUP BY 1
                            HAVING count(*) <> extract(epoch FROM max(checked_at) - min(checked_at)) + 1 OR count(*) < 30""")).as("checks that are missing").isEmpty();
        } finally {
            postgres.close();
        }
    }
}
