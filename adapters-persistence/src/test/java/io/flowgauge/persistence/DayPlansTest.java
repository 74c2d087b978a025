package io.flowgauge.persistence;

import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.Flows.AllRunsPlace;
import io.flowgauge.application.port.out.Flows.KnownRun;
import io.flowgauge.application.port.out.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** How PostgreSQL reads a page of a day's runs: flow by flow in an index, and no more of them than the page has, also of tables that it knows nothing of yet. */
class DayPlansTest {
    private static final Instant DAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant NEXT_DAY = DAY.plus(Duration.ofDays(1));
    private static final int PAGE = 500;

    private static Adapters adapters;

    @BeforeAll
    static void fill() {
        adapters = new Adapters();
        adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
        adapters.sql().execute("""
                ALTER TABLE flowgauge.flow SET (autovacuum_enabled = off);
                ALTER TABLE flowgauge.flow_run SET (autovacuum_enabled = off);
                INSERT INTO flowgauge.flow (tenant_id, name) SELECT 1, 'flow ' || lpad(n::text, 4, '0') FROM generate_series(1, 400) n;
                INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key, started, ended, state)
                SELECT 1, 1 + n % 400, n::text, at, at, 'completed'
                FROM generate_series(1, 100000) n, LATERAL (SELECT timestamptz '2026-11-26Z' - n * interval '4 s' AS at) AS started;
                """);
    }

    @AfterAll
    static void stop() {
        adapters.close();
    }

    private static void known(boolean analyzed) {
        if (analyzed) {
            adapters.sql().execute("ANALYZE flowgauge.flow, flowgauge.flow_run");
        } else {
            adapters.sql()
                    .execute(
                            "DELETE FROM pg_statistic WHERE starelid IN ('flowgauge.flow'::regclass, 'flowgauge.flow_run'::regclass)");
        }
    }

    private static List<String> plan(String query, Map<String, ?> arguments) {
        return new NamedParameterJdbcTemplate(adapters.sql())
                .query(
                        "EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF, SUMMARY OFF) " + query,
                        arguments,
                        (row, at) -> row.getString(1));
    }

    private static void readsRunsByFlow(List<String> plan) {
        assertThat(plan)
                .noneMatch(
                        line -> line.contains("Seq Scan on flow_run") || line.contains("Bitmap Heap Scan on flow_run"))
                .noneMatch(line -> line.contains("Rows Removed by Filter"))
                .anyMatch(line -> line.contains("using flow_run_newest on flow_run"))
                .anyMatch(line ->
                        line.contains("Index Cond") && line.contains("flow_id = ") && line.contains("started < "));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFirstPageReadsRunsFlowByFlowInAnIndex(boolean analyzed) {
        known(analyzed);

        List<String> plan = plan(
                PostgresFlows.FLOW_BY_FLOW,
                Map.of(
                        "tenant",
                        1L,
                        "name",
                        "",
                        "from",
                        Timestamp.from(DAY),
                        "to",
                        Timestamp.from(NEXT_DAY),
                        "limit",
                        PAGE));

        readsRunsByFlow(plan);
        assertThat(plan.get(0)).contains("rows=500");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theRestOfAFlowGoesOnInTheIndex(boolean analyzed) {
        known(analyzed);
        KnownRun at = adapters.get(Flows.class)
                .startedWithin(TENANT, DAY, NEXT_DAY, Optional.empty(), 10)
                .get(9);
        AllRunsPlace place = AllRunsPlace.of(at);

        List<String> plan = plan(
                PostgresFlows.REST_OF_FLOW,
                Map.of(
                        "tenant", 1L,
                        "name", place.flowName(),
                        "flow", place.flow().value(),
                        "started", Timestamp.from(place.started()),
                        "run", place.run().value(),
                        "to", Timestamp.from(NEXT_DAY),
                        "limit", PAGE));

        readsRunsByFlow(plan);
        assertThat(plan).anyMatch(line -> line.contains("Index Cond") && line.contains("ROW("));
        assertThat(plan).noneMatch(line -> line.contains("Sort"));
    }
}
