package io.flowgauge.persistence;

import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

final class PostgresAuditTrail implements AuditTrail {
    private static final int FORGOTTEN_AT_ONCE = 10_000;

    private final NamedParameterJdbcTemplate jdbc;

    PostgresAuditTrail(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void append(List<AuditEvent> events) {
        MapSqlParameterSource[] rows =
                events.stream().map(PostgresAuditTrail::row).toArray(MapSqlParameterSource[]::new);
        Outage.guard(() -> jdbc.batchUpdate("""
                        INSERT INTO flowgauge.audit_event (tenant_id, at, action, actor, address, target_id, target_name, detail)
                        SELECT :tenant, :at, :action, :actor, :address, :targetId, :targetName, :detail
                        WHERE :tenant IS NULL OR EXISTS (SELECT FROM flowgauge.tenant WHERE tenant_id = :tenant FOR KEY SHARE)
                        """, rows));
    }

    private static MapSqlParameterSource row(AuditEvent event) {
        return new MapSqlParameterSource()
                .addValue("tenant", event.tenant().map(TenantId::value).orElse(null), Types.BIGINT)
                .addValue("at", Moment.utc(event.at()))
                .addValue("action", event.action().word())
                .addValue("actor", event.actor())
                .addValue("address", event.address())
                .addValue("targetId", event.target().map(Target::id).orElse(null), Types.VARCHAR)
                .addValue("targetName", event.target().map(Target::name).orElse(null), Types.VARCHAR)
                .addValue("detail", event.detail().orElse(null), Types.VARCHAR);
    }

    @Override
    public List<Numbered> page(Filter filter, long before, int limit) {
        StringBuilder sql = new StringBuilder("""
                SELECT event_id, tenant_id, at, action, actor, address, target_id, target_name, detail
                FROM flowgauge.audit_event WHERE event_id < :before AND\s""");
        MapSqlParameterSource values = new MapSqlParameterSource()
                .addValue("before", before)
                .addValue("limit", limit)
                .addValue("tenant", filter.tenant().value());
        sql.append(filter.ofNoTenant() ? " (tenant_id = :tenant OR tenant_id IS NULL)" : " tenant_id = :tenant");
        filter.action().ifPresent(action -> {
            sql.append(" AND action = :action");
            values.addValue("action", action.word());
        });
        filter.actor().ifPresent(actor -> {
            sql.append(" AND actor = :actor");
            values.addValue("actor", actor);
        });
        filter.from().ifPresent(from -> {
            sql.append(" AND at >= :from");
            values.addValue("from", Moment.utc(from));
        });
        filter.to().ifPresent(to -> {
            sql.append(" AND at < :to");
            values.addValue("to", Moment.utc(to));
        });
        sql.append(" ORDER BY event_id DESC LIMIT :limit");
        return Outage.guard(() -> jdbc.query(sql.toString(), values, (row, at) -> numbered(row)));
    }

    private static Numbered numbered(ResultSet row) throws SQLException {
        String word = row.getString("action");
        String targetId = row.getString("target_id");
        long tenant = row.getLong("tenant_id");
        return new Numbered(
                row.getLong("event_id"),
                new AuditEvent(
                        Moment.read(row, "at"),
                        tenant == 0 ? Optional.empty() : Optional.of(new TenantId(tenant)),
                        Action.ofWord(word)
                                .orElseThrow(() ->
                                        new IllegalStateException("action " + word + " is not known to this version")),
                        row.getString("actor"),
                        row.getString("address"),
                        targetId == null
                                ? Optional.empty()
                                : Optional.of(new Target(targetId, row.getString("target_name"))),
                        Optional.ofNullable(row.getString("detail"))));
    }

    @Override
    public int forgetBefore(Instant before) {
        return Outage.guard(() -> jdbc.update(
                """
                        DELETE FROM flowgauge.audit_event
                        WHERE event_id IN (
                            SELECT event_id FROM flowgauge.audit_event
                            WHERE at < least(:before, now() - interval '2 years') LIMIT :some)
                        """,
                new MapSqlParameterSource()
                        .addValue("before", Moment.utc(before))
                        .addValue("some", FORGOTTEN_AT_ONCE)));
    }
}
