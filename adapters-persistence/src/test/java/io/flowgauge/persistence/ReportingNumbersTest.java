package io.flowgauge.persistence;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.begun;
import static io.flowgauge.application.port.out.PortFixture.check;
import static io.flowgauge.application.port.out.PortFixture.ending;
import static io.flowgauge.application.port.out.PortFixture.running;
import static io.flowgauge.application.port.out.PortFixture.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the views tell of what the service wrote. */
class ReportingNumbersTest {
    private static ReportingDatabase database;
    private static FlowRuns runs;
    private static Snapshots snapshots;

    @BeforeAll
    static void start() {
        database = new ReportingDatabase();
        database.get(Tenants.class).named("default", ZoneOffset.UTC);
        runs = database.get(FlowRuns.class);
        snapshots = database.get(Snapshots.class);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static Map<String, Object> row(String query, Object... values) {
        return database.sql().queryForMap(query, values);
    }

    private static Map<String, Object> runningTask(KnownTask task) {
        return row(
                "SELECT * FROM reporting.running_tasks WHERE task_id = ?",
                task.ids().task().value());
    }

    @Test
    void aRunningTaskHasTheNumbersOfItsLastCheck() {
        KnownTask task = begun(runs, running("checked", "r", "checked"));
        snapshots.append(List.of(check(task, task.last(), 500, 10)));
        snapshots.append(List.of(check(task, task.last(), 900, 20)));

        assertThat(runningTask(task))
                .containsEntry("records", 900L)
                .containsEntry("latency_avg_ms", null)
                .containsEntry("flow", "checked")
                .containsEntry("task", "copy checked")
                .containsEntry("checked_at", java.sql.Timestamp.from(TEN.plusSeconds(20)));
    }

    @Test
    void aRunningTaskThatHadNoCheckYetHasThoseOfItsBeginning() {
        KnownTask other = begun(runs, running("other", "r", "other"));
        snapshots.append(List.of(check(other, other.last(), 1, 30)));
        KnownTask task = begun(runs, running("new", "r", "new"));

        assertThat(runningTask(task))
                .containsEntry("records", 0L)
                .containsEntry("latency_avg_ms", 3L)
                .containsEntry("checked_at", null);
    }

    @Test
    void anEndedTaskHasItsFinalNumbersAndRunsNoMore() {
        KnownTask task = begun(runs, running("ended", "r", "ended"));
        snapshots.append(List.of(check(task, task.last(), 500, 40)));
        runs.write(List.of(), List.of(ending(task, Outcome.FAILED, 700)));

        assertThat(database.sql()
                        .queryForList(
                                "SELECT FROM reporting.running_tasks WHERE task_id = ?",
                                task.ids().task().value()))
                .isEmpty();
        assertThat(row(
                        "SELECT * FROM reporting.task_runs WHERE task_id = ?",
                        task.ids().task().value()))
                .containsEntry("state", "failed")
                .containsEntry("records", 700L)
                .containsEntry("duration_ms", 60_000L)
                .containsEntry("error", "disk full");
        assertThat(database.sql()
                        .queryForList(
                                "SELECT state FROM reporting.task_snapshots WHERE task_id = ? ORDER BY checked_at",
                                String.class,
                                task.ids().task().value()))
                .containsExactly("running", "failed");
    }

    @Test
    void anOpenRunCountsTheRecordsOfItsTasksNowByTheSameRuleAsAnEndedOne() {
        KnownTask load = begun(runs, task("open", "r", "load of open", TaskType.LOAD, TaskState.RUNNING, 1));
        KnownTask extract = begun(runs, task("open", "r", "extract of open", TaskType.EXTRACT, TaskState.RUNNING, 1));
        String records = "SELECT records, latency_max_ms, state FROM reporting.flow_runs WHERE audit_id = ?";
        long run = load.ids().run().value();
        assertThat(row(records, run)).containsEntry("records", 1L).containsEntry("latency_max_ms", 3L);

        snapshots.append(List.of(check(load, load.last(), 200, 50), check(extract, extract.last(), 900, 50)));

        assertThat(row(records, run)).containsEntry("records", 200L).containsEntry("state", "running");
        runs.write(List.of(), List.of(ending(load, Outcome.COMPLETED, 200), ending(extract, Outcome.COMPLETED, 900)));
        assertThat(row(records, run)).containsEntry("records", 200L).containsEntry("state", "completed");
    }

    @ParameterizedTest
    @CsvSource({"3, 2", "4, 3", "9223372036854775807, 2", "9223372036854775807, 9223372036854775807", "7, 5", "0, 9"})
    void anAverageIsRoundedHalfUpAsTheDomainsIs(long sum, long count) {
        long min = sum / count;
        long max = min + (sum % count == 0 ? 0 : 1);

        assertThat(row("SELECT flowgauge.rounded_quotient(?, ?) AS average", sum, count))
                .containsEntry("average", new LatencyStats(count, sum, min, max, min).averageMs());
    }

    @ParameterizedTest
    @CsvSource({
        "Z",
        "UTC",
        "+02:00",
        "-03:30",
        "UTC+02:00",
        "GMT-11:00",
        "Europe/Berlin",
        "Asia/Kolkata",
        "America/St_Johns",
        "Etc/GMT+5",
        "+00:00:30"
    })
    void aDayIsThatOfTheTenantsZoneAsJavaReadsIt(String zone) {
        for (int half = 0; half < 48; half++) {
            var moment = TEN.plusSeconds(1_800L * half);
            assertThat(row("SELECT flowgauge.day_in(?::timestamptz, ?)::text AS day", moment.toString(), zone))
                    .as(moment + " in " + zone)
                    .containsEntry(
                            "day", moment.atZone(ZoneId.of(zone)).toLocalDate().toString());
        }
    }

    @Test
    void theRunsOfADayAreCountedInTheTenantsZone() {
        long tenant = database.get(Tenants.class)
                .named("kolkata", ZoneId.of("+05:30"))
                .id()
                .value();
        database.sql().update("INSERT INTO flowgauge.flow (tenant_id, name) VALUES (?, 'daily')", tenant);
        String started =
                "(?, (SELECT flow_id FROM flowgauge.flow WHERE name = 'daily'), ?, ?, ?::timestamptz, ?::timestamptz, ?)";
        String insert =
                "INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key, state, started, ended, records) VALUES "
                        + started;
        database.sql().update(insert, tenant, "a", "completed", "2026-11-22 18:29:59Z", "2026-11-22 18:30:09Z", 1);
        database.sql().update(insert, tenant, "b", "failed", "2026-11-22 18:30:00Z", "2026-11-22 18:30:30Z", 20);
        database.sql().update(insert, tenant, "c", "running", "2026-11-23 18:29:59Z", null, 300);

        assertThat(database.sql()
                        .queryForList(
                                "SELECT day::text || ' ' || runs || ' ' || failures || ' ' || records || ' ' || duration_p95_ms FROM reporting.flow_daily"
                                        + " WHERE flow = 'daily' ORDER BY day",
                                String.class))
                .containsExactly("2026-11-22 1 0 1 10000", "2026-11-23 2 1 20 30000");
    }

    @Test
    void whatASlowFlowsNewestRunIsStandsBesideTheFlow() {
        begun(runs, running("twice", "r1", "twice-1"));
        KnownTask second = begun(runs, running("twice", "r2", "twice-2"));

        assertThat(row("SELECT * FROM reporting.flows WHERE flow = 'twice'"))
                .containsEntry("last_audit_id", second.ids().run().value())
                .containsEntry("last_state", "running");
    }
}
