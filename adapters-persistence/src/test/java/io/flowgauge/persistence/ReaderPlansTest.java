package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** What is kept from a reader does not make its queries slow: they reach indexes and partitions through the barrier. */
class ReaderPlansTest {
    private static final int RUNNING = 10_000;
    private static final int CHECKS = 20;

    private static ReportingDatabase database;
    private static SingleConnectionDataSource session;
    private static JdbcTemplate reader;

    @BeforeAll
    static void start() throws SQLException {
        database = new ReportingDatabase();
        try (Connection connection = database.service().connect()) {
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("two-tenants.sql"));
        }
        TestPostgres.Database login = database.reader(1);
        session = new SingleConnectionDataSource(login.url(), login.user(), login.password(), true);
        reader = new JdbcTemplate(session);
    }

    @AfterAll
    static void stop() {
        session.destroy();
        database.close();
    }

    private static String plan(String query) {
        // So few rows would be read whole, whatever index there is.
        reader.execute("SET enable_seqscan = off");
        return String.join("\n", reader.queryForList("EXPLAIN (COSTS OFF) " + query, String.class));
    }

    @Test
    void aSpanOfTimeOpensItsPartitionsAloneByTheirKey() {
        assertThat(
                        plan(
                                "SELECT sum(records) FROM reporting.task_minutes WHERE starts_at >= '2026-11-23Z' AND starts_at < '2026-11-24Z'"))
                .contains("task_minute_20261123")
                .containsPattern(
                        "Index Cond: \\(\\(tenant_id = ANY \\(.*\\)\\) AND \\(starts_at >= .*\\) AND \\(starts_at < ")
                .doesNotContain("task_minute_20261116");
        assertThat(plan("SELECT max(latency_avg_ms) FROM reporting.task_snapshots WHERE checked_at >= '2026-11-24Z'"))
                .contains("task_snapshot_20261124")
                .doesNotContain("task_snapshot_20261123");
    }

    @Test
    void aSpanUpToNowOpensItsPartitionsAloneToo() {
        String aged = "now() - (now() - timestamptz '2026-11-23 00:00Z')";

        assertThat(plan("SELECT sum(records) FROM reporting.task_minutes WHERE starts_at >= " + aged))
                .contains("Subplans Removed: 1")
                .doesNotContain("task_minute_20261116");
    }

    @Test
    void aTasksHoursAreReachedByItsKey() {
        assertThat(
                        plan(
                                "SELECT sum(records) FROM reporting.task_hours WHERE task_id = 7 AND starts_at >= '2026-11-01Z'"))
                .containsPattern(
                        "Index Cond: \\(\\(tenant_id = ANY \\(.*\\)\\) AND \\(task_id = 7\\) AND \\(starts_at >= ");
    }

    @Test
    void runsAndTasksOfASpanAreReachedByTheirStart() {
        assertThat(plan("SELECT max(duration_ms) FROM reporting.flow_runs WHERE started >= '2026-11-25Z'"))
                .contains("flow_run_started");
        assertThat(plan("SELECT max(duration_ms) FROM reporting.task_runs WHERE started >= '2026-11-25Z'"))
                .contains("task_run_started");
    }

    /** Else each row would cost a call. */
    @Test
    void ourFunctionsBecomePartsOfTheQuery() {
        for (String view : database.sql()
                .queryForList(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'reporting'::regnamespace AND relkind = 'v'",
                        String.class)) {
            assertThat(String.join(
                            "\n",
                            reader.queryForList(
                                    "EXPLAIN (VERBOSE, COSTS OFF) SELECT * FROM reporting." + view, String.class)))
                    .doesNotContainPattern("flowgauge\\.(rounded_quotient|state_word|span_ms|day_in)\\(");
        }
    }

    @Test
    void aNameThatIsNotAskedForIsNotLookedUp() {
        assertThat(plan("SELECT sum(records) FROM reporting.task_hours WHERE starts_at >= '2026-11-01Z'"))
                .doesNotContain("task_run", " flow", "tenant t");
    }

    @Test
    void tenThousandRunningTasksAreEachFoundByKeyAtTheirLastCheck() {
        database.sql().update("""
                INSERT INTO flowgauge.task_run (tenant_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, heard, begun, records,
                                                request_id, name, type, state)
                SELECT 1, 1, (SELECT min(audit_id) FROM flowgauge.flow_run WHERE tenant_id = 1), 1, 1, '2026-11-24Z', 0, '2026-11-24Z', '2026-11-24Z', 0,
                       'many ' || n, 'many', 'stream', 'running'
                FROM generate_series(1, ?) AS n
                """, RUNNING);
        database.sql().update("""
                INSERT INTO flowgauge.task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, state)
                SELECT 1, task_id, timestamptz '2026-11-24 10:00Z' + n * interval '10 seconds', 2, 1, n, 'r'
                FROM flowgauge.task_run, generate_series(1, ?) AS n WHERE name = 'many'
                ORDER BY 3, 2
                """, CHECKS);
        database.sql().execute("ANALYZE flowgauge.task_run, flowgauge.task_snapshot");
        reader.execute("RESET enable_seqscan");

        assertThat(reader.queryForObject(
                        "SELECT count(*) FROM reporting.running_tasks WHERE task = 'many' AND records = " + CHECKS,
                        Integer.class))
                .isEqualTo(RUNNING);
        String plan = String.join(
                "\n",
                reader.queryForList(
                        "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) SELECT * FROM reporting.running_tasks",
                        String.class));
        Matcher pages = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?").matcher(plan);
        assertThat(pages.find()).isTrue();
        long touched = Long.parseLong(pages.group(1)) + (pages.group(2) == null ? 0 : Long.parseLong(pages.group(2)));
        assertThat(touched).as("pages touched, of the whole plan:\n" + plan).isLessThan(10L * RUNNING);
    }
}
