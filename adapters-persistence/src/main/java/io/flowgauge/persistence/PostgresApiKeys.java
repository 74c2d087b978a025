package io.flowgauge.persistence;

import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.TenantId;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PostgresApiKeys implements ApiKeys {
    private final ApiKeyRows rows;
    private final JdbcClient jdbc;

    PostgresApiKeys(ApiKeyRows rows, JdbcClient jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    @Override
    public List<ApiKey> all() {
        return Outage.guard(
                () -> rows.findAll().stream().map(Mappings.ACCOUNTS::apiKey).toList());
    }

    @Override
    public Optional<ApiKey> hold(TenantId tenant, String id) {
        return Outage.guard(() -> jdbc.sql(
                        "SELECT key_id FROM flowgauge.api_key WHERE key_id = :id AND tenant_id = :tenant FOR NO KEY UPDATE")
                .param("id", id)
                .param("tenant", tenant.value())
                .query(String.class)
                .optional()
                .flatMap(rows::findById)
                .map(Mappings.ACCOUNTS::apiKey));
    }

    @Override
    public void expire(String id, Instant at) {
        Outage.guard(() -> jdbc.sql("UPDATE flowgauge.api_key SET expires = :at WHERE key_id = :id")
                .param("at", Moment.utc(at))
                .param("id", id)
                .update());
    }

    @Override
    public void add(ApiKey key) {
        insert(key, "");
    }

    @Override
    public void put(ApiKey key) {
        insert(key, """
                ON CONFLICT (key_id) DO UPDATE
                SET tenant_id = excluded.tenant_id, name = excluded.name, role = excluded.role,
                    secret_hash = excluded.secret_hash, created = excluded.created, expires = excluded.expires,
                    requests_per_minute = excluded.requests_per_minute, created_by = excluded.created_by
                """);
    }

    private void insert(ApiKey key, String onConflict) {
        @Nullable
        Integer perMinute = key.requestsPerMinute().isPresent()
                ? Integer.valueOf(key.requestsPerMinute().getAsInt())
                : null;
        Outage.guard(() -> jdbc.sql("""
                        INSERT INTO flowgauge.api_key
                            (key_id, tenant_id, name, role, secret_hash, created, expires, requests_per_minute, created_by)
                        VALUES (:id, :tenant, :name, :role, :hash, :created, :expires, :perMinute, :createdBy)
                        """ + onConflict)
                .param("id", key.id())
                .param("tenant", key.tenant().value())
                .param("name", key.name())
                .param("role", key.role().word())
                .param("hash", key.secretHash())
                .param("created", Moment.utc(key.created()))
                .param("expires", key.expires().map(Moment::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("perMinute", perMinute, Types.INTEGER)
                .param("createdBy", key.createdBy().orElse(null), Types.VARCHAR)
                .update());
    }

    @Override
    public void remove(String id) {
        Outage.guard(() -> rows.deleteById(id));
    }

    @Override
    public Map<String, Instant> lastUses() {
        return Outage.guard(() -> {
            Map<String, Instant> uses = new HashMap<>();
            jdbc.sql("SELECT key_id, last_used FROM flowgauge.api_key_use").query((RowCallbackHandler)
                    row -> uses.put(row.getString("key_id"), Moment.read(row, "last_used")));
            return uses;
        });
    }

    @Override
    public void used(Map<String, Instant> uses) {
        Outage.guard(() -> jdbc.sql("""
                        INSERT INTO flowgauge.api_key_use (key_id, last_used)
                        SELECT used.id, used.at
                        FROM unnest(:ids::text[], :uses::timestamptz[]) AS used (id, at)
                        JOIN flowgauge.api_key k ON k.key_id = used.id
                        ORDER BY used.id
                        ON CONFLICT (key_id) DO UPDATE SET last_used = greatest(api_key_use.last_used, excluded.last_used)
                        """)
                .param("ids", uses.keySet().toArray(String[]::new))
                .param("uses", uses.values().stream().map(Instant::toString).toArray(String[]::new))
                .update());
    }
}
