package io.flowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service is killed in the middle of rollups, and in the middle of dropping what is past. {@code -Dflowgauge.test.upkeep-kills=50} for
 * more than the few of each build.
 */
class KilledUpkeepIT {
    private static final Logger LOG = LoggerFactory.getLogger(KilledUpkeepIT.class);
    private static final int KILLS = Integer.getInteger("flowgauge.test.upkeep-kills", 2);

    /** One is dropped after the other, some milliseconds each. */
    private static final int DAYS = 10 + 5 * KILLS;

    private final Random random = new Random();

    @TempDir
    private Path folder;

    private EmbeddedPostgres postgres;
    private Database database;
    private Map<String, String> keepsAll;
    private Map<String, String> keepsTwoDays;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        database = new Database(postgres.jdbcUrl("flowgauge"), postgres.user(), postgres.password());
        keepsTwoDays = Map.of(
                "SPRING_DATASOURCE_URL",
                database.url(),
                "SPRING_DATASOURCE_USERNAME",
                database.user(),
                "SPRING_DATASOURCE_PASSWORD",
                database.password(),
                "FLOWGAUGE_HISTORY_KEEP_MINUTES",
                "3650d",
                "FLOWGAUGE_HISTORY_KEEP_HOURS",
                "3650d",
                "FLOWGAUGE_HISTORY_KEEP_RUNS",
                "3650d");
        keepsAll = new HashMap<>(keepsTwoDays);
        keepsAll.put("FLOWGAUGE_HISTORY_KEEP_SNAPSHOTS", "3650d");
        ServiceProcess.start(folder, keepsAll).close();
        fill();
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    /** Days of checks that nobody has rolled up, with a check each 17 minutes of 20 tasks, some of which went back. */
    private void fill() throws SQLException {
        run("""
                DO $$
                DECLARE
                    day date;
                BEGIN
                    FOR day IN SELECT generate_series(current_date - %1$d, current_date - 3, interval '1 day') LOOP
                        IF to_regclass(format('flowgauge.task_snapshot_%%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
                            EXECUTE format('CREATE TABLE flowgauge.task_snapshot_%%s PARTITION OF flowgauge.task_snapshot FOR VALUES FROM (%%L) TO (%%L)',
                                           to_char(day, 'YYYYMMDD'), day || ' 00:00:00Z', (day + 1) || ' 00:00:00Z');
                        END IF;
                    END LOOP;
                END $$;
                INSERT INTO flowgauge.task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, state)
                SELECT 1, task, at, 1, (extract(epoch FROM at)::bigint / 60 * task) %% 97 - 20, 1000, 'r'
                FROM generate_series(current_date - %1$d + time '00:00' AT TIME ZONE 'UTC', current_date - 3 + time '23:59' AT TIME ZONE 'UTC',
                                     interval '17 minutes') AS at,
                     generate_series(1, 20) AS task;
                CREATE TABLE expected AS
                SELECT task_id, date_trunc('minute', checked_at - interval '1 ms') AS starts_at, sum(interval_records) AS records
                FROM flowgauge.task_snapshot GROUP BY 1, 2;
                UPDATE flowgauge.rollup SET closed_until = 'epoch', minutes_until = 'epoch', hours_until = 'epoch', snapshots_from = 'epoch';
                """.formatted(DAYS));
    }

    private void run(String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'");
            statement.execute(statements);
        }
    }

    private long number(Statement statement, String query) throws SQLException {
        try (var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Starts the service, waits until the number moves, lets a random moment pass, and kills it. Returns how far the number got. */
    private long killWhile(String what, String number, Map<String, String> settings) throws Exception {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            long before = number(statement, number);
            ServiceProcess service = ServiceProcess.start(folder, settings);
            try {
                long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
                while (number(statement, number) == before) {
                    assertThat(System.nanoTime())
                            .as("%s goes on\n%s", what, service.log())
                            .isLessThan(end);
                }
                LockSupport.parkNanos(random.nextInt(25_000_000));
            } finally {
                service.kill();
            }
            long after = number(statement, number);
            LOG.info("killed in the middle of {}: {} to {}", what, before, after);
            return after;
        }
    }

    @Test
    void noIntervalIsMissingAndNoneThereTwice() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            killWhile("a rollup", "SELECT extract(epoch FROM minutes_until) FROM flowgauge.rollup", keepsAll);
            assertThat(database.rows("SELECT FROM flowgauge.rollup WHERE minutes_until < closed_until"))
                    .as("it was in the middle")
                    .hasSize(1);
        }
        runUntil(
                "0",
                "SELECT count(*) FROM flowgauge.rollup WHERE minutes_until < closed_until OR hours_until < date_trunc('hour', closed_until)",
                keepsAll);
        rollupsAreThoseOfTheChecks();

        // All is rolled up, so that each start begins to drop one day after the other.
        String days = "SELECT count(*) FROM pg_inherits JOIN pg_class ON oid = inhrelid"
                + " WHERE inhparent = 'flowgauge.task_snapshot'::regclass"
                + " AND relname < 'task_snapshot_' || to_char(now() - interval '3 days', 'YYYYMMDD')";
        for (int kill = 1; kill <= KILLS; kill++) {
            assertThat(killWhile("dropping days", days, keepsTwoDays))
                    .as("it was in the middle")
                    .isPositive();
        }
        runUntil("0", days, keepsTwoDays);
        rollupsAreThoseOfTheChecks();
    }

    private void runUntil(String wanted, String query, Map<String, String> settings) throws Exception {
        try (ServiceProcess service = ServiceProcess.start(folder, settings)) {
            await().atMost(Duration.ofMinutes(10))
                    .untilAsserted(() ->
                            assertThat(database.rows(query)).as(service.log()).containsExactly(wanted));
        }
    }

    private void rollupsAreThoseOfTheChecks() throws SQLException {
        assertThat(database.rows("""
                        SELECT task_id, starts_at, m.records, e.records FROM flowgauge.task_minute m FULL JOIN expected e USING (task_id, starts_at)
                        WHERE m.records IS DISTINCT FROM e.records""")).as("minutes other than their checks").isEmpty();
        assertThat(database.rows("""
                        SELECT task_id, starts_at, h.records, e.records FROM flowgauge.task_hour h
                        FULL JOIN (SELECT task_id, date_trunc('hour', starts_at) AS starts_at, sum(records) AS records FROM expected GROUP BY 1, 2) e
                        USING (task_id, starts_at) WHERE h.records IS DISTINCT FROM e.records""")).as("hours other than their checks").isEmpty();
    }
}
