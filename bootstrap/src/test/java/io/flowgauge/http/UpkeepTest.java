package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an operator learns when the upkeep of the history fails, and when it goes on. */
class UpkeepTest {
    private static final Duration A_FEW_ROUNDS = Duration.ofSeconds(60);

    private static void run(RunningService service, String statement) throws SQLException {
        try (Connection connection = service.database.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static double metric(RunningService service, String name) {
        return service.get("/actuator/prometheus", service.adminToken())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void upkeepThatFailsIsToldAndTriedAgainAndTheServiceServesOn() throws SQLException {
        try (RunningService service = new RunningService("--logging.level.io.flowgauge.bootstrap.wiring=off")) {
            await().atMost(A_FEW_ROUNDS)
                    .until(() -> metric(service, "flowgauge_history_size_bytes{table=\"snapshots\"}") > 0);
            assertThat(service.get("/actuator/health", null).body()).contains("\"UP\"");

            run(service, "ALTER TABLE flowgauge.rollup RENAME TO rollup_away");

            await().atMost(A_FEW_ROUNDS)
                    .until(() -> service.get("/actuator/health", null).body().contains("DEGRADED"));
            assertThat(service.get("/actuator/health", null).status()).isEqualTo(200);
            assertThat(service.get("/actuator/health", null).body()).doesNotContain("reason");
            assertThat(service.get("/actuator/health", service.adminToken()).body())
                    .contains("\"history\":{\"details\":{\"failingSince\":\"20", "\"reason\":");
            assertThat(service.get("/actuator/health/readiness", null).status()).isEqualTo(200);
            assertThat(service.get("/etl/rest/v1/tasks/", service.adminToken()).status())
                    .isEqualTo(200);
            assertThat(metric(service, "flowgauge_history_upkeep_failures_total"))
                    .isPositive();

            run(service, "ALTER TABLE flowgauge.rollup_away RENAME TO rollup");

            await().atMost(A_FEW_ROUNDS)
                    .until(() -> service.get("/actuator/health", null).body().contains("\"UP\""));
            assertThat(metric(service, "flowgauge_history_upkeep_age_seconds")).isLessThan(60);
        }
    }
}
