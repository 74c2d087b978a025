package io.flowgauge.bootstrap.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.bootstrap.FlowgaugeApplication;
import io.flowgauge.persistence.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A migration of a large table takes longer than the service otherwise waits for PostgreSQL. */
class LongMigrationTest {
    private final TestPostgres.Database database = TestPostgres.freshDatabase();

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(FlowgaugeApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.datasource.hikari.data-source-properties.socketTimeout=1");
    }

    private static boolean somebodyHasWaited(Connection asking, String time) {
        try (var statement = asking.createStatement();
                var waits = statement.executeQuery(
                        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database() AND clock_timestamp() - query_start > '" + time
                                + "')")) {
            return waits.next() && waits.getBoolean(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void theStartWaitsForIt() throws Exception {
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .schemas("flowgauge")
                .defaultSchema("flowgauge")
                .load()
                .migrate();
        CompletableFuture<ConfigurableApplicationContext> service;
        try (Connection slow = database.connect();
                Connection asking = database.connect();
                var statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("LOCK TABLE flowgauge.flyway_schema_history IN ACCESS EXCLUSIVE MODE");
            service = CompletableFuture.supplyAsync(this::start);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> service.isDone() || somebodyHasWaited(asking, "3 seconds"));
            slow.rollback();
        }

        try (ConfigurableApplicationContext started = service.join()) {
            assertThat(started.isRunning()).isTrue();
        }
    }
}
