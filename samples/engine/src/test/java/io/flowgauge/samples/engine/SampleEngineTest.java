package io.flowgauge.samples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleEngineTest extends EngineTest {

    @Test
    void showsAllFiveTypesAtWorkAndEndsThemAllWhenItIsStopped() throws SQLException {
        var engine = new SampleEngine(
                settings(Map.of("ENGINE_ROWS_PER_SECOND", "400", "ENGINE_SETTLE", "600ms", "ENGINE_FLOW_EVERY", "2s")),
                database);
        engine.start();
        TestPostgres.await(
                "all five types to be seen running", () -> service.seenRunning().size() == 5);
        TestPostgres.await("a second run to begin", () -> service.tasks("hwm").size() == 2);
        theStreamToldWhatItWroteOnceTheShopIsAtRest();
        engine.close();

        assertThat(service.tasks("stream")).hasSize(1);
        assertThat(service.tasks("stream").get(0).path("state").asText()).isEqualTo("cancelled");
        assertThat(Sql.number(
                        database,
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = 'flowgauge_sample'"
                                + " AND pid <> pg_backend_pid() AND backend_type IN ('client backend', 'walsender')"))
                .as("connections left")
                .isZero();
    }

    private void theStreamToldWhatItWroteOnceTheShopIsAtRest() throws SQLException {
        try (Connection rest = database.connect("test");
                Statement sql = rest.createStatement()) {
            rest.setAutoCommit(false);
            sql.execute("LOCK TABLE shop.orders IN EXCLUSIVE MODE");
            TestPostgres.await(
                    "the warehouse to be like the shop, and told",
                    () -> Sql.number(database, Sql.UNLIKE) == 0 && toldByStream() == movedByStream());
            assertThat(toldByStream()).isGreaterThan(500);
            rest.rollback();
        }
    }

    private long toldByStream() {
        return service.tasks("stream").get(0).path("recordsProcessed").asLong();
    }

    private long movedByStream() throws SQLException {
        return Sql.number(database, "SELECT records FROM engine.moved WHERE type = 'stream'");
    }
}
