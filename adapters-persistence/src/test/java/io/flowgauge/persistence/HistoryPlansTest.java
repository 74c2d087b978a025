package io.flowgauge.persistence;

import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.HistoryRows.Place;
import io.flowgauge.application.port.out.HistoryRows.Wanted;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.TaskId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.PreparedStatementSetter;

/** How PostgreSQL reads the rows of curves and exports: by their key, in the partitions of the span alone, also of a table that it knows nothing of yet. */
class HistoryPlansTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int TASKS = 200;

    private static Adapters adapters;

    @BeforeAll
    static void fill() {
        adapters = new Adapters();
        adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
        adapters.get(HistoryParts.class).make(NOON.minus(Duration.ofDays(40)), NOON.plus(Duration.ofDays(7)));
        adapters.sql().execute("""
                ALTER TABLE flowgauge.task_snapshot_20261123 SET (autovacuum_enabled = off);
                ALTER TABLE flowgauge.task_minute_20261123 SET (autovacuum_enabled = off);
                ALTER TABLE flowgauge.task_hour_20261101 SET (autovacuum_enabled = off);
                ALTER TABLE flowgauge.task_hour_20261001 SET (autovacuum_enabled = off);
                INSERT INTO flowgauge.task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, state)
                SELECT 1, task, checked_at, 1, 10, 1000, 'r'
                FROM generate_series('2026-11-23 10:00Z'::timestamptz, '2026-11-23 12:00Z', '10 s') AS checked_at, generate_series(1, %1$d) AS task;
                INSERT INTO flowgauge.task_minute (tenant_id, task_id, starts_at, records, records_so_far, checks, state)
                SELECT 1, task, starts_at, 60, 1000, 6, 'r'
                FROM generate_series('2026-11-23 06:00Z'::timestamptz, '2026-11-23 11:59Z', '1 min') AS starts_at, generate_series(1, %1$d) AS task;
                INSERT INTO flowgauge.task_hour (tenant_id, task_id, starts_at, records, records_so_far, checks, state)
                SELECT 1, task, starts_at, 3600, 1000, 360, 'r'
                FROM generate_series('2026-10-24 12:00Z'::timestamptz, '2026-11-23 11:00Z', '1 h') AS starts_at, generate_series(1, %1$d) AS task;
                INSERT INTO flowgauge.flow (tenant_id, name) SELECT 1, 'flow ' || n FROM generate_series(1, 10) n;
                INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key, started) SELECT 1, n, 'run', '2026-10-24' FROM generate_series(1, 10) n;
                INSERT INTO flowgauge.task_run (tenant_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, ended, heard, begun, records,
                                                request_id, name, type, state)
                SELECT 1, n %% 10 + 1, n %% 10 + 1, 1, 1, at, 0, at, at, at, 0, 'request ' || n, 'task', 'task', 'completed'
                FROM generate_series(1, 20000) n, LATERAL (SELECT '2026-11-23 12:00Z'::timestamptz - n * interval '2 min' AS at) AS ended;
                """.formatted(TASKS));
    }

    @AfterAll
    static void stop() {
        adapters.close();
    }

    private static void known(boolean analyzed) {
        if (analyzed) {
            adapters.sql().execute("ANALYZE");
        } else {
            adapters.sql().execute("DELETE FROM pg_statistic WHERE starelid::regclass::text LIKE 'flowgauge.task_%'");
        }
    }

    private static List<String> plan(String query, PreparedStatementSetter arguments) {
        List<String> lines = adapters.sql()
                .query(
                        "EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF) " + query,
                        arguments,
                        (row, at) -> row.getString(1));
        assertThat(lines).isNotEmpty();
        return lines;
    }

    private static List<String> plan(String query, Instant from, Instant to) {
        return plan(query, statement -> {
            statement.setLong(1, 1);
            statement.setLong(2, 77);
            statement.setTimestamp(3, Timestamp.from(from));
            statement.setTimestamp(4, Timestamp.from(to));
        });
    }

    private static List<String> pagePlan(Resolution resolution, Instant from, Instant to, Place after) {
        Wanted wanted = new Wanted(TENANT, resolution, from, to, Optional.empty(), Optional.empty());
        return plan(
                PostgresHistoryRows.query(wanted, true),
                statement -> PostgresHistoryRows.set(statement, wanted, from, to, Optional.of(after), 1_000));
    }

    private static void readsByKey(List<String> plan, String... partitions) {
        assertThat(plan)
                .noneMatch(line -> line.contains("Seq Scan")
                        || line.contains("Bitmap")
                        || line.contains("Filter")
                        || line.contains("Subplans Removed"));
        assertThat(plan.stream()
                        .filter(line -> line.contains("Index Scan using"))
                        .map(line -> line.replaceFirst(".*using (\\S+)_pkey on.*", "$1"))
                        .toList())
                .containsExactly(partitions);
        assertThat(plan.stream().filter(line -> line.contains("Index Cond")))
                .allMatch(condition -> condition.contains("tenant_id = ") && condition.contains("task_id = "));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anHourOfChecksIsReadByTheKeyOfItsDayAlone(boolean analyzed) {
        known(analyzed);

        List<String> plan = plan(PostgresTaskHistory.CHECKS, NOON.minus(Duration.ofHours(1)), NOON);

        readsByKey(plan, "task_snapshot_20261123");
        assertThat(plan.toString()).contains("rows=360");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNewestCheckIsReadByTheKeyFromTheEnd(boolean analyzed) {
        known(analyzed);

        List<String> plan = plan(PostgresTaskHistory.NEWEST, statement -> {
            statement.setLong(1, 1);
            statement.setLong(2, 77);
            statement.setTimestamp(3, Timestamp.from(NOON.minus(Duration.ofDays(10))));
            statement.setTimestamp(4, Timestamp.from(NOON));
        });

        assertThat(plan).noneMatch(line -> line.contains("Seq Scan") || line.contains("Sort"));
        assertThat(plan)
                .filteredOn(line -> line.contains("Index Scan Backward") && !line.contains("never executed"))
                .anyMatch(line -> line.contains("task_snapshot_20261123"))
                .noneMatch(line -> line.contains("task_snapshot_20261122"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void minutesAreReadByTheKeyOfTheirWeekAlone(boolean analyzed) {
        known(analyzed);

        List<String> plan = plan(PostgresTaskHistory.MINUTES, NOON.minus(Duration.ofHours(6)), NOON);

        readsByKey(plan, "task_minute_20261123");
        assertThat(plan.toString()).contains("rows=360");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thirtyDaysOfHoursAreReadByTheKeyOfTheirMonthsAlone(boolean analyzed) {
        known(analyzed);

        List<String> plan = plan(PostgresTaskHistory.HOURS, NOON.minus(Duration.ofDays(30)), NOON);

        readsByKey(plan, "task_hour_20261001", "task_hour_20261101");
        assertThat(plan.toString()).contains("rows=720");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPageOfAnExportGoesOnInTheKeyAndReadsNoMoreThanItself(boolean analyzed) {
        known(analyzed);
        Instant from = NOON.minus(Duration.ofDays(30));
        Place place = new Place(NOON.minus(Duration.ofHours(1)), new TaskId(77));

        for (Resolution resolution : List.of(Resolution.CHECKS, Resolution.MINUTES)) {
            List<String> plan = pagePlan(resolution, from, NOON, place);

            assertThat(plan.toString())
                    .contains("rows=1000")
                    .doesNotContain("Seq Scan on task_snapshot")
                    .doesNotContain("Seq Scan on task_minute");
            assertThat(plan).anyMatch(line -> line.contains("Index Cond") && line.contains("ROW("));
            assertThat(plan)
                    .as("partitions before the place")
                    .noneMatch(line ->
                            line.contains("_202610") || line.contains("_20261116") || line.contains("_20261122"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPageOfHoursReadsNoMoreThanAnHour(boolean analyzed) {
        known(analyzed);
        Instant hour = NOON.minus(Duration.ofHours(30));

        List<String> plan =
                pagePlan(Resolution.HOURS, hour, hour.plus(Duration.ofHours(1)), new Place(hour, new TaskId(77)));

        assertThat(plan.toString())
                .contains("task_hour_20261101")
                .doesNotContain("task_hour_202610")
                .doesNotContain("Seq Scan on task_hour");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whichTasksOfAFlowHaveRowsIsReadByTheTimeTheyWereHeardOf(boolean analyzed) {
        known(analyzed);
        Instant from = NOON.minus(Duration.ofHours(1));
        Wanted wanted =
                new Wanted(TENANT, Resolution.MINUTES, from, NOON, Optional.of(new FlowId(7)), Optional.empty());

        List<String> plan = plan(
                PostgresHistoryRows.query(wanted, false),
                statement -> PostgresHistoryRows.set(statement, wanted, from, NOON, Optional.empty(), 1_000));

        String tasks = plan.stream()
                .filter(line -> line.contains("heard >= "))
                .findFirst()
                .orElseThrow();
        assertThat(tasks).contains("Index Cond:", "flow_id = ", "tenant_id = ");
    }
}
