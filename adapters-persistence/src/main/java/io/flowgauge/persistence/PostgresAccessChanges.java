package io.flowgauge.persistence;

import io.flowgauge.application.port.out.AccessChanges;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PostgresAccessChanges implements AccessChanges {
    private final JdbcClient jdbc;

    PostgresAccessChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long version() {
        return Outage.guard(() -> jdbc.sql("SELECT version FROM flowgauge.access_change")
                .query(Long.class)
                .single());
    }
}
