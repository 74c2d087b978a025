package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.application.port.out.TenantDeletions;
import io.flowgauge.application.port.out.TenantDeletions.Step;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantDeletion;
import io.flowgauge.domain.TenantDeletion.Phase;
import io.flowgauge.domain.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

/** A tenant that has rows in every table is deleted, and its neighbour is not. */
class TenantDeletionTest {
    private static final TenantId STAYING = new TenantId(1);
    private static final TenantId GOING = new TenantId(2);
    private static final int AT_ONCE = 3;

    private final TestPostgres.Database database = TestPostgres.freshDatabase();
    private Adapters adapters;

    @BeforeEach
    void twoTenantsAreThere() {
        adapters = new Adapters(database);
        SampleRows.of(MigrationVersion.LATEST).forEach(adapters.sql()::execute);
        adapters.sql().execute("""
                INSERT INTO flowgauge.task_label SELECT tenant_id, task_id, 'stage', 'one' FROM flowgauge.task_run ON CONFLICT DO NOTHING;
                INSERT INTO flowgauge.api_key (key_id, tenant_id, secret_hash, name, role) VALUES ('stock', 2, 'f00d', 'stock', 'recorder');
                INSERT INTO flowgauge.api_key_use VALUES ('stock', '2026-11-22 11:00Z');
                INSERT INTO flowgauge.page_session VALUES ('of admin', 'cafe', 1, 1, 1, '2026-11-22 10:00Z', '2026-11-22 11:00Z', '192.0.2.7', 'Lynx');
                INSERT INTO flowgauge.audit_event (tenant_id, at, action, actor, address)
                SELECT n % 2 + 1, '2026-11-22 10:00Z', 'sign_in', 'somebody', '192.0.2.7' FROM generate_series(1, 20) n;
                INSERT INTO flowgauge.task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, state)
                SELECT 1 + n % 2, 4, '2026-11-24 01:00Z'::timestamptz + n * interval '1 second', 1, 1, 1, 'r' FROM generate_series(1, 40) n;
                INSERT INTO flowgauge.task_minute (tenant_id, task_id, starts_at, records, records_so_far, checks, state)
                SELECT 2, n, '2026-11-22 10:00Z', 1, 1, 1, 'r' FROM generate_series(1, 9) n;
                INSERT INTO flowgauge.task_hour (tenant_id, task_id, starts_at, records, records_so_far, checks, state)
                SELECT 2, 77, '2026-11-01Z'::timestamptz + n * interval '1 hour', 1, 1, 1, 'r' FROM generate_series(1, 9) n;
                """);
    }

    @AfterEach
    void close() {
        adapters.close();
    }

    private TenantDeletions deletions() {
        return new PostgresTenantDeletions(adapters.sql(), adapters.get(PlatformTransactionManager.class), AT_ONCE);
    }

    private void begin() {
        adapters.sql().update("UPDATE flowgauge.tenant SET state = 'deleting' WHERE tenant_id = 2");
        deletions()
                .begin(new TenantDeletion(
                        GOING, "lager", Instant.parse("2026-11-24T10:00:00Z"), "admin", "", Phase.WAITING, 0));
    }

    /** Tables with a column tenant_id, by the catalog. */
    private List<String> tables() {
        return adapters.sql().queryForList("""
                        SELECT c.oid::regclass FROM information_schema.columns i
                        JOIN pg_class c ON c.oid = format('%I.%I', i.table_schema, i.table_name)::regclass
                        WHERE i.table_schema IN ('flowgauge', 'reporting') AND i.column_name = 'tenant_id'
                          AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                        ORDER BY 1
                        """, String.class);
    }

    private Map<String, List<String>> rows(TenantId tenant) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : tables()) {
            rows.put(
                    table,
                    adapters.sql()
                            .queryForList(
                                    "SELECT r::text FROM " + table + " r WHERE tenant_id = " + tenant.value()
                                            + " ORDER BY 1",
                                    String.class));
        }
        return rows;
    }

    private Step deleteAll() {
        Step step = Step.MORE;
        for (int steps = 0; step == Step.MORE; steps++) {
            assertThat(steps).isLessThan(200);
            step = deletions().deleteSome(GOING);
        }
        return step;
    }

    private boolean finish() {
        return adapters.get(Transactions.class)
                .inOne(() -> deletions().finish(GOING).isPresent());
    }

    @Test
    void everyTableWithATenantIsOneThatDeletionKnows() {
        assertThat(Stream.concat(
                        Arrays.stream(TenantTable.values()).map(TenantTable::qualified),
                        Stream.of("flowgauge.tenant", "flowgauge.tenant_deletion")))
                .containsExactlyInAnyOrderElementsOf(tables());
    }

    @Test
    void allOfTheTenantGoesAndAllOfItsNeighbourStays() {
        Map<String, List<String>> staying = rows(STAYING);
        begin();
        assertThat(rows(GOING))
                .as("a table without a row of the tenant tries nothing; give it one")
                .allSatisfy((table, rows) -> assertThat(rows.isEmpty())
                        .as(table)
                        .isEqualTo(List.of("flowgauge.app_user", "flowgauge.api_key", "flowgauge.page_session")
                                .contains(table)));

        assertThat(deleteAll()).isEqualTo(Step.ALL_GONE);
        assertThat(finish()).isTrue();

        assertThat(rows(GOING)).allSatisfy((table, rows) -> assertThat(rows).isEmpty());
        assertThat(rows(STAYING)).isEqualTo(staying);
        assertThat(adapters.sql()
                        .queryForList(
                                "SELECT key_id FROM flowgauge.api_key_use UNION SELECT action FROM flowgauge.audit_event WHERE tenant_id IS NULL",
                                String.class))
                .containsExactlyInAnyOrder("quickstart", "sign_in_failed");
    }

    @Test
    void killedInTheMiddleItGoesOnWhereItWas() {
        begin();
        long first = rows(GOING).values().stream().mapToLong(List::size).sum();
        for (int steps = 0; steps < 9; steps++) {
            deletions().deleteSome(GOING);
        }
        TenantDeletion before = deletions().all().get(0);
        assertThat(before.rowsDeleted()).isPositive().isLessThan(first);
        adapters.close();
        adapters = new Adapters(database);

        assertThat(deletions().all()).containsExactly(before);
        assertThat(deleteAll()).isEqualTo(Step.ALL_GONE);
        assertThat(deletions().all().get(0).rowsDeleted()).isGreaterThanOrEqualTo(first - 2);
        assertThat(finish()).isTrue();
        assertThat(rows(GOING)).allSatisfy((table, rows) -> assertThat(rows).isEmpty());
    }

    @Test
    void aStepThatDiesIsUndoneAndDoneAgain() throws SQLException {
        begin();
        deletions().deleteSome(GOING);
        long before = rows(GOING).get("flowgauge.task_snapshot").size();
        try (Connection blocker = adapters.connectOutsideThePool();
                Statement statement = blocker.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + (0x466c6f776761L + 4) + ")");
            assertThat(deletions().deleteSome(GOING)).isEqualTo(Step.NOT_NOW);
        }
        assertThat(rows(GOING).get("flowgauge.task_snapshot")).hasSize((int) before);
        assertThat(deleteAll()).isEqualTo(Step.ALL_GONE);
    }

    private static Snapshot check(TenantId tenant, int second) {
        KnownTask known = new KnownTask(
                new TaskIds(new TaskId(1), new AuditId(1), new FlowId(1)),
                PortFixture.running("orders", "monday", "runs"),
                Checkpoint.NONE);
        Snapshot of = PortFixture.check(known, Checkpoint.NONE, 5, second);
        return new Snapshot(
                tenant,
                of.task(),
                of.checkedAt(),
                of.state(),
                of.sequence(),
                of.progress(),
                of.intervalRecords(),
                of.intervalLatency());
    }

    @Test
    void checksThatWaitedAreWrittenWithoutThoseOfATenantOnItsWayOut() {
        Snapshots snapshots = adapters.get(Snapshots.class);
        begin();
        deleteAll();

        snapshots.append(List.of(check(GOING, 1), check(STAYING, 1)));
        snapshots.appendMissing(List.of(check(GOING, 2), check(STAYING, 1), check(STAYING, 2)));
        assertThat(rows(GOING).get("flowgauge.task_snapshot")).isEmpty();
        assertThat(finish()).isTrue();
        snapshots.append(List.of(check(GOING, 3), check(STAYING, 3)));

        assertThat(rows(GOING).get("flowgauge.task_snapshot")).isEmpty();
        assertThat(adapters.sql()
                        .queryForObject(
                                "SELECT count(*) FROM flowgauge.task_snapshot WHERE tenant_id = 1 AND checked_at > '2026-11-23 10:00Z' AND checked_at < '2026-11-23 11:00Z'",
                                Integer.class))
                .isEqualTo(3);
    }

    @Test
    void rollupsGoOnWithoutIt() {
        // Of the sample's minutes some have no distribution that hours could be made from.
        adapters.sql().execute("UPDATE flowgauge.task_minute SET latency_min_ms = NULL, latency_buckets = NULL");
        begin();
        adapters.get(Rollups.class).close(Instant.parse("2026-11-24T02:00:00Z"));
        Rollups rollups = adapters.get(Rollups.class);
        boolean more = true;
        while (more) {
            more = rollups.makeMinutes() || rollups.makeHours() || rollups.remakeMinute();
        }
        deleteAll();

        assertThat(rollups.progress().dirty()).isZero();
        assertThat(finish()).isTrue();
        assertThat(rows(STAYING).get("flowgauge.task_minute")).hasSizeGreaterThan(1);
    }

    @Test
    void whoWritesOfItIsWaitedForAndWhatThatWroteGoesInTheNextRound() throws SQLException {
        begin();
        try (Connection writer = adapters.connectOutsideThePool();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute(AdvisoryLock.CHECKS.shared());
            assertThat(deletions().deleteSome(GOING)).isEqualTo(Step.NOT_NOW);
            assertThat(deletions().all().get(0).phase()).isEqualTo(Phase.WAITING);
            writer.rollback();

            deleteAll();
            statement.execute("INSERT INTO flowgauge.flow (tenant_id, name) VALUES (2, 'late')");
            assertThat(finish()).as("while a report writes").isFalse();
            writer.commit();
        }
        assertThat(finish()).as("while what it wrote is there").isFalse();
        assertThat(deleteAll()).isEqualTo(Step.ALL_GONE);
        assertThat(finish()).isTrue();
    }

    @Test
    void aTaskThatComesInAfterTheTurnOfTasksGoesInTheNextRound() {
        begin();
        while (deletions().all().get(0).phase() != Phase.RUNS) {
            assertThat(deletions().deleteSome(GOING)).isEqualTo(Step.MORE);
        }
        adapters.sql().execute("""
                INSERT INTO flowgauge.task_run (tenant_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, heard, begun, records,
                                                request_id, name, type, state)
                SELECT tenant_id, flow_id, audit_id, 1, 1, now(), 0, now(), now(), 0, 'late', 'late', 'load', 'running'
                FROM flowgauge.flow_run WHERE tenant_id = 2
                """);

        assertThat(deletions().deleteSome(GOING)).isEqualTo(Step.NOT_NOW);
        assertThat(deletions().all().get(0).phase()).isEqualTo(Phase.LABELS);
        assertThat(deleteAll()).isEqualTo(Step.ALL_GONE);
        assertThat(finish()).isTrue();
    }

    @Test
    void aReportOfATenantThatIsGoneIsToBeSentAgainAndIsRefusedThen() {
        FlowRuns flowRuns = adapters.get(FlowRuns.class);
        TaskDescription described = PortFixture.described("late", "late", TaskType.LOAD);
        TaskReport report = new TaskReport(
                new RequestId("late"), 1, TaskState.RUNNING, PortFixture.TEN, Progress.ofRecords(1), described);
        Task late = Task.begin(new TenantId(77), report, described, PortFixture.TEN, PortFixture.TEN);

        assertThatThrownBy(() -> flowRuns.write(List.of(PortFixture.beginning(late)), List.of()))
                .isInstanceOf(HistoryUnavailable.class)
                .hasMessage("what it belongs to is being deleted");
    }

    @Test
    void changesOfTasksThatAreGoneDoNotFailThoseOfOthers() {
        FlowRuns flowRuns = adapters.get(FlowRuns.class);
        KnownTask gone = flowRuns.unfinished(Instant.EPOCH).get(0);
        KnownTask stays = PortFixture.begun(flowRuns, PortFixture.running("other", "r", "stays"));
        adapters.sql()
                .execute("DELETE FROM flowgauge.task_run WHERE task_id = "
                        + gone.ids().task().value());

        flowRuns.update(List.of(
                new FlowRuns.Change(gone.ids(), gone.task().heardAt(Instant.now()), gone.last(), Optional.empty()),
                new FlowRuns.Change(
                        stays.ids(),
                        stays.task().judged(Duration.ofHours(1), Duration.ofMinutes(1)),
                        stays.last(),
                        Optional.empty())));
        var written = flowRuns.write(
                List.of(),
                List.of(
                        PortFixture.ending(gone, Outcome.COMPLETED, 7),
                        PortFixture.ending(stays, Outcome.COMPLETED, 8)));

        assertThat(written.ended()).containsExactly(stays.ids().task());
    }
}
