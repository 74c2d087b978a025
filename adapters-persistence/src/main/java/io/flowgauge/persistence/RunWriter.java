package io.flowgauge.persistence;

import io.flowgauge.application.port.out.FlowRuns.Beginning;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.RunStatement.Said;
import io.flowgauge.domain.TenantId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Flows and runs, given their numbers once whatever races. */
final class RunWriter {
    /** What names a run to its engine. */
    record Name(TenantId tenant, String flow, String runKey) {
        static Name of(Beginning beginning) {
            return new Name(
                    beginning.task().tenant(),
                    beginning.task().description().flow(),
                    beginning.task().description().runKey());
        }
    }

    record Run(TenantId tenant, AuditId id, FlowId flow) {}

    /** A run, and what was said of it. */
    record RunSaid(TenantId tenant, AuditId run, Said said) {}

    private final JdbcTemplate jdbc;

    RunWriter(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The runs of these names, made where they are missing. */
    Map<Name, Run> named(List<Beginning> beginnings) {
        Set<Name> wanted = new LinkedHashSet<>();
        beginnings.forEach(beginning -> wanted.add(Name.of(beginning)));
        Map<Name, Run> there = find(wanted);
        List<Name> missing =
                wanted.stream().filter(name -> !there.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            insert(missing);
            there.putAll(find(missing));
        }
        return there;
    }

    private static Columns<Name> columns(Collection<Name> names) {
        return Columns.of(List.copyOf(names))
                .bigint("tenant_id", name -> name.tenant().value())
                .text("flow", Name::flow)
                .text("run_key", Name::runKey);
    }

    private Map<Name, Run> find(Collection<Name> names) {
        Columns<Name> given = columns(names);
        Map<Name, Run> found = new HashMap<>();
        jdbc.query(
                "SELECT given.tenant_id, given.flow, given.run_key, run.audit_id, run.flow_id FROM " + given.given()
                        + """
                         JOIN flowgauge.flow flow ON flow.tenant_id = given.tenant_id AND flow.name = given.flow
                         JOIN flowgauge.flow_run run
                            ON run.tenant_id = flow.tenant_id AND run.flow_id = flow.flow_id AND run.run_key = given.run_key
                        """,
                given::set,
                row -> {
                    TenantId tenant = new TenantId(row.getLong("tenant_id"));
                    found.put(
                            new Name(tenant, row.getString("flow"), row.getString("run_key")),
                            new Run(tenant, new AuditId(row.getLong("audit_id")), new FlowId(row.getLong("flow_id"))));
                });
        return found;
    }

    // In one order everywhere, so that two batches with the same new runs wait for each other instead of deadlocking.
    private void insert(List<Name> names) {
        Columns<Name> given = columns(names);
        jdbc.update(
                "INSERT INTO flowgauge.flow (tenant_id, name) SELECT DISTINCT given.tenant_id, given.flow FROM "
                        + given.given()
                        + """
                         WHERE NOT EXISTS (SELECT FROM flowgauge.flow there WHERE there.tenant_id = given.tenant_id AND there.name = given.flow)
                        ORDER BY 1, 2 ON CONFLICT DO NOTHING
                        """,
                given::set);
        jdbc.update(
                "INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key)"
                        + " SELECT flow.tenant_id, flow.flow_id, given.run_key FROM " + given.given()
                        + """
                         JOIN flowgauge.flow flow ON flow.tenant_id = given.tenant_id AND flow.name = given.flow
                        ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING
                        """,
                given::set);
    }

    /** Takes over what was said of runs, unless something later was said. */
    void say(List<RunSaid> all) {
        if (all.isEmpty()) {
            return;
        }
        Columns<RunSaid> given = Columns.of(oneEach(all))
                .bigint("tenant_id", said -> said.tenant().value())
                .bigint("audit_id", said -> said.run().value())
                .timestamp("said_at", said -> said.said().at())
                .text("said_state", said -> state(said.said().statement()))
                .text("said_error", said -> said.said().statement().error())
                .text("message_id", said -> text(said.said().statement().messageId()))
                .bigint("parent_audit_id", said -> parent(said.said().statement()))
                .bigint("retries", said -> retries(said.said().statement()));
        jdbc.update("""
                UPDATE flowgauge.flow_run run
                SET said_at = given.said_at, said_state = coalesce(given.said_state, run.said_state),
                    said_error = coalesce(given.said_error, run.said_error),
                    message_id = coalesce(given.message_id::uuid, run.message_id),
                    parent_audit_id = coalesce(given.parent_audit_id, run.parent_audit_id),
                    retries = coalesce(given.retries::integer, run.retries)
                FROM\s""" + given.given() + """
                 WHERE run.tenant_id = given.tenant_id AND run.audit_id = given.audit_id
                  AND (run.said_at IS NULL OR run.said_at <= given.said_at)
                """, given::set);
    }

    /** One statement a run: the later ones over the earlier ones. */
    private static List<RunSaid> oneEach(List<RunSaid> all) {
        Map<RunLives.Key, RunSaid> last = new LinkedHashMap<>();
        all.stream()
                .sorted(Comparator.comparing(said -> said.said().at()))
                .forEach(said -> last.merge(
                        new RunLives.Key(said.tenant(), said.run()),
                        said,
                        (before, after) -> new RunSaid(
                                after.tenant(), after.run(), after.said().after(before.said()))));
        return List.copyOf(last.values());
    }

    private static @Nullable String state(RunStatement statement) {
        return statement.state() == null ? null : statement.state().word();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Long parent(RunStatement statement) {
        return statement.parentAuditId() == null
                ? null
                : statement.parentAuditId().value();
    }

    private static @Nullable Long retries(RunStatement statement) {
        return statement.retries() == null ? null : statement.retries().longValue();
    }

    static Optional<RunSaid> said(TenantId tenant, AuditId run, Optional<Said> said) {
        return said.map(what -> new RunSaid(tenant, run, what));
    }
}
