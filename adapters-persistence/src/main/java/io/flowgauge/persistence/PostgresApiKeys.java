package io.flowgauge.persistence;

import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.domain.ApiKey;
import java.util.List;
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
    public void put(ApiKey key) {
        Outage.guard(() -> jdbc.sql("""
                        INSERT INTO flowgauge.api_key (key_id, tenant_id, secret_hash) VALUES (:id, :tenant, :hash)
                        ON CONFLICT (key_id) DO UPDATE SET tenant_id = excluded.tenant_id, secret_hash = excluded.secret_hash
                        """)
                .param("id", key.id())
                .param("tenant", key.tenant().value())
                .param("hash", key.secretHash())
                .update());
    }
}
