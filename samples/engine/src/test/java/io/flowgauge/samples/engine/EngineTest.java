package io.flowgauge.samples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowgauge.recorder.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A new database, a service that listens and a recorder; after each test, what was told of every ended task is what was moved. */
abstract class EngineTest {
    @TempDir
    Path work;

    EngineDatabase database;
    ListeningService service;
    Recorder recorder;

    @BeforeEach
    void begin() throws SQLException, IOException {
        database = TestPostgres.newDatabase();
        service = new ListeningService();
        recorder = Recorder.to(service.uri())
                .key("fg_test_0123456789abcdefghijklmn")
                .engine("test")
                .reportEvery(Duration.ofMillis(100))
                .start();
    }

    @AfterEach
    void everyTaskToldWhatItMoved() throws SQLException {
        recorder.close();
        service.close();
        assertThat(service.tasks()).isNotEmpty();
        for (JsonNode task : service.tasks()) {
            assertThat(task.path("state").asText()).as("state of %s", task).isIn("completed", "failed", "cancelled");
            assertThat(task.path("recordsProcessed").asLong())
                    .as("records of %s", task)
                    .isEqualTo(Sql.moved(database, task.path("requestId").asText()));
        }
    }

    EngineSettings settings(Map<String, String> more) {
        var environment = new HashMap<>(Map.of(
                "ENGINE_DATABASE_URL", TestPostgres.url(),
                "ENGINE_DATABASE_PASSWORD", "postgres",
                "FLOWGAUGE_URL", service.uri().toString(),
                "FLOWGAUGE_KEY", "fg_test_0123456789abcdefghijklmn",
                "ENGINE_WORK", work.toString(),
                "ENGINE_ROWS_PER_SECOND", "100000",
                "ENGINE_SETTLE", "0ms"));
        environment.putAll(more);
        return EngineSettings.from(environment);
    }
}
