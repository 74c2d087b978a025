package io.flowgauge.samples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeStreamTest extends EngineTest {
    private ChangeStream stream;

    @BeforeEach
    void open() throws SQLException {
        new Shop(database, 0).open();
        stream = new ChangeStream(recorder, database);
    }

    @AfterEach
    @Override
    void everyTaskToldWhatItMoved() throws SQLException {
        stream.close();
        super.everyTaskToldWhatItMoved();
    }

    @Test
    void countsEachRowItWritesToTheWarehouseAndNoOther() throws SQLException {
        stream.start();
        awaitRest();
        assertThat(last().path("recordsProcessed").asLong()).as("the snapshot").isEqualTo(500);
        assertThat(last().path("latency").isObject())
                .as("latency of a snapshot")
                .isFalse();

        Sql.run(
                database,
                "INSERT INTO shop.orders (customer, product, quantity, price_cents) VALUES ('a', 'b', 1, 2), ('c', 'd', 3, 4)");
        Sql.run(database, "UPDATE shop.orders SET status = 'paid' WHERE id <= 10");
        Sql.run(database, "DELETE FROM shop.orders WHERE id IN (1, 2, 3)");
        awaitRest();

        assertThat(last().path("recordsProcessed").asLong()).isEqualTo(500 + 2 + 10 + 3);
        assertThat(last().path("latency").path("count").asLong()).isEqualTo(2 + 10 + 3);
        assertThat(Sql.number(database, "SELECT count(*) FROM warehouse.orders"))
                .isEqualTo(499);
    }

    @Test
    void tellsItsQueueAndItsPosition() throws SQLException {
        stream.start();
        awaitRest();
        Sql.orders(database, 1);
        TestPostgres.await(
                "the queue to be told",
                () -> last().path("cdc").path("queueCapacity").asLong() > 0);
        assertThat(last().path("cdc").path("connector").asText()).isEqualTo("postgresql");
        assertThat(last().path("cdc").path("position").asText()).matches("[0-9A-F]+/[0-9A-F]+");
        assertThat(last().path("cdc").path("queueRemaining").asLong()).isPositive();
    }

    @Test
    void goesOnAfterARestartWithNothingLostAndNothingTwice() throws SQLException {
        stream.start();
        awaitRest();
        Sql.orders(database, 30);
        awaitRest();
        long before = changesOf(30);
        stream.close();
        awaitEnded(1, "cancelled");

        Sql.orders(database, 20);
        stream = new ChangeStream(recorder, database);
        stream.start();
        awaitRest();

        assertThat(service.tasks("stream")).hasSize(2);
        assertThat(before)
                .isEqualTo(
                        service.tasks("stream").get(0).path("recordsProcessed").asLong() - 500);
        assertThat(last().path("recordsProcessed").asLong()).isEqualTo(changesOf(50) - before);
    }

    @Test
    void losesAndRepeatsNothingWhenItsConnectionsAreCutWhileTheShopWrites() throws SQLException, InterruptedException {
        stream.start();
        awaitRest();
        var writing = new Thread(new Shop(database, 200));
        writing.start();
        for (int cut = 1; cut <= 3; cut++) {
            int tasks = cut;
            TestPostgres.await(
                    "task " + tasks + " to move some",
                    () -> service.tasks("stream").size() == tasks
                            && last().path("recordsProcessed").asLong() > 100);
            cutTheStream();
            awaitEnded(tasks, "failed");
        }
        writing.interrupt();
        writing.join();
        TestPostgres.await("the fourth task", () -> service.tasks("stream").size() == 4);
        awaitRest();

        long orders = Sql.number(database, "SELECT max(id) FROM shop.orders") - 500;
        assertThat(Sql.number(database, "SELECT sum(records) FROM engine.moved"))
                .as("changes written by all tasks together")
                .isEqualTo(500 + changesOf(orders));
    }

    @Test
    void letsTheServerRemoveItsLogWhileTheShopIsAtRestAndOthersWrite() throws SQLException {
        stream.start();
        awaitRest();
        try (Connection server = TestPostgres.server();
                Statement sql = server.createStatement()) {
            sql.execute("CREATE TABLE others AS SELECT generate_series(1, 1000)");
            sql.execute("DROP TABLE others");
        }
        long written = Sql.number(database, "SELECT pg_current_wal_lsn() - '0/0'");
        TestPostgres.await(
                "the slot to move past it",
                () -> Sql.number(database, "SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots") > written);
        assertThat(last().path("recordsProcessed").asLong())
                .as("a heartbeat is no record")
                .isEqualTo(500);
    }

    @Test
    void takesANewSnapshotWhenItsSlotIsGone() throws SQLException {
        stream.start();
        awaitRest();
        try (Connection server = TestPostgres.server();
                Statement sql = server.createStatement()) {
            sql.execute("""
                    DO $drop$
                    BEGIN
                        PERFORM pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots;
                        PERFORM pg_drop_replication_slot('flowgauge_sample');
                    END
                    $drop$""");
        }
        Sql.run(database, "DELETE FROM shop.orders WHERE id <= 100");
        awaitEnded(1, "failed");
        assertThat(service.tasks("stream").get(0).path("error").asText())
                .contains("replication slot flowgauge_sample is gone", "a new snapshot follows");

        TestPostgres.await("the next task", () -> service.tasks("stream").size() == 2);
        awaitRest();
        assertThat(last().path("recordsProcessed").asLong()).isEqualTo(400);
    }

    @Test
    void takesANewSnapshotWhenItsSlotWasInvalidatedMeanwhile() throws SQLException {
        stream.start();
        awaitRest();
        stream.close();
        awaitEnded(1, "cancelled");
        Sql.run(database, "DELETE FROM shop.orders WHERE id <= 200");
        invalidateTheSlot();

        stream = new ChangeStream(recorder, database);
        stream.start();
        TestPostgres.await("the next task", () -> service.tasks("stream").size() == 2);
        awaitRest();
        assertThat(last().path("recordsProcessed").asLong()).isEqualTo(300);
        assertThat(Sql.number(database, "SELECT count(*) FROM pg_replication_slots WHERE wal_status <> 'lost'"))
                .isEqualTo(1);
    }

    /** Shop and warehouse hold the same, and the last task told what the journal has. */
    private void awaitRest() {
        TestPostgres.await(
                "the warehouse to be like the shop, and told",
                () -> !service.tasks("stream").isEmpty()
                        && Sql.number(database, Sql.UNLIKE) == 0
                        && Sql.moved(database, last().path("requestId").asText())
                                == last().path("recordsProcessed").asLong());
    }

    private void awaitEnded(int tasks, String state) {
        TestPostgres.await(
                "task " + tasks + " to be " + state,
                () -> service.tasks("stream").size() >= tasks
                        && service.tasks("stream")
                                .get(tasks - 1)
                                .path("state")
                                .asText()
                                .equals(state));
    }

    private JsonNode last() {
        var tasks = service.tasks("stream");
        return tasks.get(tasks.size() - 1);
    }

    /** How many rows change with so many orders after the first 500, by what {@link Shop#order} does. */
    private static long changesOf(long orders) {
        long withdrawn = 0;
        long changes = 0;
        for (long id = 501; id <= 500 + orders; id++) {
            changes += 1 + there(id - 50) + there(id - 200);
            if (id % 40 == 0) {
                withdrawn++;
            }
        }
        return changes + withdrawn;
    }

    /** 1 unless the order was withdrawn when the one 30 after it was placed, which happened to those after the first 500. */
    private static long there(long id) {
        return (id + 30) % 40 == 0 && id + 30 > 500 ? 0 : 1;
    }

    private static void cutTheStream() throws SQLException {
        try (Connection server = TestPostgres.server();
                Statement sql = server.createStatement()) {
            sql.execute("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE application_name = 'sample-engine stream'
                        OR pid IN (SELECT active_pid FROM pg_replication_slots)""");
        }
    }

    private static void invalidateTheSlot() throws SQLException {
        try (Connection server = TestPostgres.server();
                Statement sql = server.createStatement()) {
            sql.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
            sql.execute("SELECT pg_reload_conf()");
            TestPostgres.await("the slot to be lost", () -> {
                sql.execute("SELECT pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()");
                sql.execute("CHECKPOINT");
                try (var row = sql.executeQuery("SELECT wal_status FROM pg_replication_slots")) {
                    return row.next() && "lost".equals(row.getString(1));
                }
            });
        }
    }
}
