package io.flowgauge.persistence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

@Table(schema = "flowgauge", name = "api_key")
record ApiKeyRow(
        @Id @Column("key_id") String id,
        long tenantId,
        String name,
        String role,
        String secretHash,
        Instant created,
        @Nullable Instant expires,
        @Nullable Integer requestsPerMinute,
        @Nullable String createdBy) {}
