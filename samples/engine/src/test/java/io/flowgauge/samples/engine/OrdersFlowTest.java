package io.flowgauge.samples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrdersFlowTest extends EngineTest {

    @BeforeEach
    void open() throws SQLException {
        new Shop(database, 0).open();
    }

    @Test
    void runsFourStepsThatEachMoveEveryNewOrder() throws SQLException, IOException {
        flow(Map.of()).run();

        TestPostgres.await("the load to be told", () -> told("load").equals(List.of("completed 500")));
        assertThat(told("hwm")).containsExactly("completed 1");
        assertThat(told("extract")).containsExactly("completed 500");
        assertThat(told("task")).containsExactly("completed 500");
        assertThat(Sql.number(database, "SELECT count(*) FROM warehouse.sales")).isEqualTo(500);
        assertThat(Sql.number(
                        database,
                        "SELECT count(*) FROM warehouse.sales s JOIN shop.orders o ON o.id = s.order_id"
                                + " AND s.worth_cents = o.quantity * o.price_cents AND s.product = lower(o.product)"))
                .isEqualTo(500);
        assertThat(Files.readAllLines(file("orders.copy"))).hasSize(500);
        assertThat(Files.readAllLines(file("sales.copy"))).hasSize(500);
    }

    @Test
    void tellsTheTextOfEachStepAndHowOldItsRowsAre() {
        flow(Map.of()).run();

        TestPostgres.await("the load to be told", () -> told("load").equals(List.of("completed 500")));
        assertThat(service.tasks("hwm").get(0).path("code").asText()).contains("max(id)");
        assertThat(service.tasks("extract").get(0).path("code").asText()).contains("WHERE id > 0 AND id <= 500");
        assertThat(service.tasks("task").get(0).path("code").asText()).contains("RAISE EXCEPTION");
        assertThat(service.tasks("load").get(0).path("code").asText()).startsWith("COPY warehouse.sales");
        assertThat(service.tasks())
                .allSatisfy(task -> assertThat(task.path("language").asText()).isEqualTo("sql"));
        assertThat(service.tasks("extract").get(0).path("latency").path("count").asLong())
                .isEqualTo(500);
        assertThat(service.tasks("load").get(0).path("latency").path("count").asLong())
                .isEqualTo(500);
    }

    @Test
    void takesOnlyWhatIsNewSinceTheLastRun() throws SQLException {
        flow(Map.of()).run();
        Sql.orders(database, 7);
        flow(Map.of()).run();
        flow(Map.of()).run();

        TestPostgres.await(
                "three loads to be told",
                () -> told("load").size() == 3 && told("load").get(2).startsWith("completed"));
        assertThat(told("load")).containsExactly("completed 500", "completed 7", "completed 0");
        assertThat(Sql.number(database, "SELECT count(*) FROM warehouse.sales")).isEqualTo(507);
    }

    @Test
    void waitsForAnOrderThatIsNotCommittedYet() throws Exception {
        try (var late = database.connect("test");
                var sql = late.createStatement()) {
            late.setAutoCommit(false);
            sql.execute(
                    "INSERT INTO shop.orders (customer, product, quantity, price_cents) VALUES ('late', 'b', 1, 2)");
            Sql.orders(database, 1);
            var run = new Thread(flow(Map.of()));
            run.start();
            TestPostgres.await(
                    "the watermark to be looked for", () -> told("hwm").equals(List.of("running 0")));
            TestPostgres.await(
                    "the watermark to wait for the open transaction",
                    () -> Sql.number(
                                    database,
                                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%snapshot_xmin%' AND pid <> pg_backend_pid()")
                            == 1);
            late.commit();
            run.join();
        }
        assertThat(Sql.number(database, "SELECT count(*) FROM warehouse.sales WHERE customer = 'Late'"))
                .isEqualTo(1);
    }

    @Test
    void stopsAtAnOrderThatCannotBeOneAndSaysWhich() throws SQLException {
        Sql.run(database, "UPDATE shop.orders SET quantity = 0 WHERE id = 250");
        flow(Map.of()).run();

        TestPostgres.await("the failure to be told", () -> told("task").equals(List.of("failed 200")));
        assertThat(service.tasks("task").get(0).path("error").asText())
                .contains("order 250 has quantity 0", "quantity must be 1 or more");
        assertThat(service.tasks("load")).isEmpty();
        assertThat(Sql.number(database, "SELECT count(*) FROM warehouse.sales")).isZero();

        Sql.run(database, "UPDATE shop.orders SET quantity = 1 WHERE id = 250");
        flow(Map.of()).run();
        TestPostgres.await("the load to be told", () -> told("load").equals(List.of("completed 500")));
    }

    @Test
    void goesOnWithALoadThatWasBrokenOff() throws SQLException {
        Sql.run(database, "ALTER TABLE warehouse.sales ADD CONSTRAINT broken CHECK (order_id <> 350)");
        flow(Map.of()).run();
        TestPostgres.await("the failure to be told", () -> told("load").equals(List.of("failed 300")));
        assertThat(Sql.number(database, "SELECT count(*) FROM warehouse.sales")).isEqualTo(300);

        Sql.run(database, "ALTER TABLE warehouse.sales DROP CONSTRAINT broken");
        flow(Map.of()).run();
        TestPostgres.await("the rest to be told", () -> told("load").equals(List.of("failed 300", "completed 200")));
    }

    @Test
    void tellsACancelledStepAsCancelledWithWhatItHadMoved() throws InterruptedException {
        var run = new Thread(flow(Map.of("ENGINE_ROWS_PER_SECOND", "100")));
        run.start();
        TestPostgres.await(
                "some rows to be told",
                () -> told("extract").stream().anyMatch(told -> told.matches("running [1-9].*")));
        run.interrupt();
        run.join();

        TestPostgres.await("the end to be told", () -> told("extract").get(0).matches("cancelled [1-4]00"));
        assertThat(service.tasks("task")).isEmpty();
    }

    private OrdersFlow flow(Map<String, String> settings) {
        return new OrdersFlow(recorder, database, settings(settings));
    }

    private List<String> told(String type) {
        return service.tasks(type).stream().map(OrdersFlowTest::told).toList();
    }

    private static String told(JsonNode task) {
        return task.path("state").asText() + " " + task.path("recordsProcessed").asLong();
    }

    private Path file(String name) throws IOException {
        try (Stream<Path> all = Files.walk(work)) {
            return all.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
        }
    }
}
