package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Flows;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Flow;
import io.flowgauge.domain.FlowDescription;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TenantId;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

final class PostgresFlows implements Flows {
    private final JdbcClient jdbc;

    PostgresFlows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static final String FLOWS = """
            SELECT run.*, flow.tenant_id, flow.flow_id, flow.name, flow.description, flow.owner, flow.link,
                   (SELECT count(*) FROM flowgauge.flow_run running
                    WHERE running.tenant_id = flow.tenant_id AND running.flow_id = flow.flow_id AND running.state = 'running'
                      AND running.started IS NOT NULL)
            FROM flowgauge.flow flow
            LEFT JOIN LATERAL (
                SELECT\s""" + RunRow.COLUMNS + """
                 FROM flowgauge.flow_run run
                WHERE run.tenant_id = flow.tenant_id AND run.flow_id = flow.flow_id AND run.started IS NOT NULL
                ORDER BY run.started DESC NULLS LAST, run.audit_id DESC LIMIT 1
            ) AS run ON true
            WHERE flow.tenant_id = :tenant
            """;

    @Override
    public List<KnownFlow> named(TenantId tenant, Optional<String> name, Optional<String> after, int limit) {
        String query = FLOWS
                + name.map(given -> " AND flow.name = :name").orElse("")
                + after.map(given -> " AND flow.name > :after").orElse("")
                + " ORDER BY flow.name LIMIT :limit";
        return Outage.guard(() -> jdbc.sql(query)
                .param("tenant", tenant.value())
                .param("name", name.orElse(null))
                .param("after", after.orElse(null))
                .param("limit", limit)
                .query((row, at) -> flow(row))
                .list());
    }

    @Override
    public Optional<KnownFlow> flow(TenantId tenant, FlowId flow) {
        return Outage.guard(() -> jdbc.sql(FLOWS + " AND flow.flow_id = :flow")
                .param("tenant", tenant.value())
                .param("flow", flow.value())
                .query((row, at) -> flow(row))
                .optional());
    }

    private static KnownFlow flow(ResultSet row) throws SQLException {
        Optional<KnownRun> last = row.getObject(4) == null ? Optional.empty() : Optional.of(RunRow.run(row));
        Flow flow = new Flow(new FlowId(row.getLong(19)), new TenantId(row.getLong(18)), row.getString(20));
        FlowDescription said = new FlowDescription(row.getString(21), row.getString(22), row.getString(23));
        return new KnownFlow(flow, said, last, row.getInt(24));
    }

    private static final String RUNS = "SELECT " + RunRow.COLUMNS + """
             FROM flowgauge.flow_run run JOIN flowgauge.flow flow USING (tenant_id, flow_id)
            WHERE run.tenant_id = :tenant AND run.started IS NOT NULL
            """;

    @Override
    public List<KnownRun> runs(TenantId tenant, FlowId flow, RunFilter filter, Optional<RunPlace> after, int limit) {
        String query = RUNS + " AND run.flow_id = :flow"
                + filter.state().map(state -> " AND run.state = :state").orElse("")
                + filter.from().map(from -> " AND run.started >= :from").orElse("")
                + filter.to().map(to -> " AND run.started < :to").orElse("")
                + after.map(place -> " AND (run.started, run.audit_id) < (:started, :run)")
                        .orElse("")
                + " ORDER BY run.started DESC NULLS LAST, run.audit_id DESC LIMIT :limit";
        return Outage.guard(() -> {
            StatementSpec statement = jdbc.sql(query)
                    .param("tenant", tenant.value())
                    .param("flow", flow.value())
                    .param("limit", limit);
            filter.state().ifPresent(state -> statement.param("state", state.word()));
            filter.from().ifPresent(from -> statement.param("from", Timestamp.from(from)));
            filter.to().ifPresent(to -> statement.param("to", Timestamp.from(to)));
            after.ifPresent(place -> statement
                    .param("started", Timestamp.from(place.started()))
                    .param("run", place.run().value()));
            return statement.query((row, at) -> RunRow.run(row)).list();
        });
    }

    @Override
    public Optional<KnownRun> run(TenantId tenant, AuditId run) {
        return Outage.guard(() -> jdbc.sql(RUNS + " AND run.audit_id = :run")
                .param("tenant", tenant.value())
                .param("run", run.value())
                .query((row, at) -> RunRow.run(row))
                .optional());
    }

    /** The rest of the flow that the place is in, whose name is known. */
    static final String REST_OF_FLOW = "SELECT " + RunRow.COLUMNS + """
             FROM flowgauge.flow_run run CROSS JOIN (SELECT CAST(:name AS text) AS name) AS flow
            WHERE run.tenant_id = :tenant AND run.flow_id = :flow AND run.started < :to AND (run.started, run.audit_id) > (:started, :run)
            ORDER BY run.started NULLS FIRST, run.audit_id LIMIT :limit
            """;

    /** Flow by flow, so that a page reads no more of each than it may need, in the order that an index has. */
    static final String FLOW_BY_FLOW = "SELECT " + RunRow.COLUMNS + """
             FROM flowgauge.flow flow CROSS JOIN LATERAL (
                SELECT of_flow.* FROM flowgauge.flow_run of_flow
                WHERE of_flow.tenant_id = flow.tenant_id AND of_flow.flow_id = flow.flow_id
                  AND of_flow.started >= :from AND of_flow.started < :to
                ORDER BY of_flow.started NULLS FIRST, of_flow.audit_id LIMIT :limit
            ) AS run
            WHERE flow.tenant_id = :tenant AND flow.name > :name
            ORDER BY flow.name, run.started, run.audit_id LIMIT :limit
            """;

    @Override
    public List<KnownRun> startedWithin(
            TenantId tenant, Instant from, Instant to, Optional<AllRunsPlace> after, int limit) {
        return Outage.guard(() -> {
            List<KnownRun> page = new ArrayList<>();
            after.ifPresent(place -> page.addAll(restOfFlow(tenant, to, place, limit)));
            if (page.size() < limit) {
                // No flow's name is empty.
                String name = after.map(AllRunsPlace::flowName).orElse("");
                page.addAll(jdbc.sql(FLOW_BY_FLOW)
                        .param("tenant", tenant.value())
                        .param("name", name)
                        .param("from", Timestamp.from(from))
                        .param("to", Timestamp.from(to))
                        .param("limit", limit - page.size())
                        .query((row, at) -> RunRow.run(row))
                        .list());
            }
            return page;
        });
    }

    private List<KnownRun> restOfFlow(TenantId tenant, Instant to, AllRunsPlace place, int limit) {
        return jdbc.sql(REST_OF_FLOW)
                .param("tenant", tenant.value())
                .param("name", place.flowName())
                .param("flow", place.flow().value())
                .param("started", Timestamp.from(place.started()))
                .param("run", place.run().value())
                .param("to", Timestamp.from(to))
                .param("limit", limit)
                .query((row, at) -> RunRow.run(row))
                .list();
    }

    // Each day, and with no day what all of them come to.
    private static final String DAYS = """
            SELECT day, count(*), count(*) FILTER (WHERE state = 'failed'), least(sum(records), 9223372036854775807)::bigint,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY ms), percentile_disc(0.95) WITHIN GROUP (ORDER BY ms)
            FROM (SELECT flowgauge.day_in(started, :zone) AS day, state, records,
                         CASE WHEN ended IS NOT NULL THEN flowgauge.span_ms(started, ended) END AS ms
                  FROM flowgauge.flow_run
                  WHERE tenant_id = :tenant AND flow_id = :flow AND started >= :from AND started < :to) AS run
            GROUP BY GROUPING SETS ((day), ())
            ORDER BY day NULLS LAST
            """;

    @Override
    public Days days(TenantId tenant, FlowId flow, ZoneId zone, LocalDate first, LocalDate last) {
        List<Day> days = new ArrayList<>();
        List<Optional<Durations>> ofAll = new ArrayList<>();
        Outage.guard(() -> jdbc.sql(DAYS)
                .param("tenant", tenant.value())
                .param("flow", flow.value())
                .param("zone", zone.getId())
                .param("from", start(first, zone))
                .param("to", start(last.plusDays(1), zone))
                .query(row -> {
                    Date day = row.getDate(1);
                    if (day == null) {
                        ofAll.add(durations(row));
                    } else {
                        days.add(new Day(
                                day.toLocalDate(), row.getLong(2), row.getLong(3), row.getLong(4), durations(row)));
                    }
                }));
        return new Days(days, ofAll.get(0));
    }

    private static Timestamp start(LocalDate day, ZoneId zone) {
        Instant start = day.atStartOfDay(zone).toInstant();
        return Timestamp.from(start);
    }

    private static Optional<Durations> durations(ResultSet row) throws SQLException {
        Long usual = SnapshotRow.number(row, 5);
        Long p95 = SnapshotRow.number(row, 6);
        return usual == null || p95 == null
                ? Optional.empty()
                : Optional.of(new Durations(Duration.ofMillis(usual), Duration.ofMillis(p95)));
    }
}
