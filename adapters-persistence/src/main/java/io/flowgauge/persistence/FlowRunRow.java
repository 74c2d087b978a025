package io.flowgauge.persistence;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/** A run, with its flow's name where a query joins it. */
@Table(schema = "flowgauge", name = "flow_run")
record FlowRunRow(
        @Id @Column("audit_id") long id,
        long tenantId,
        long flowId,
        String flowName,
        String runKey,
        UUID messageId,
        @Nullable Instant saidAt,
        @Nullable String saidState,
        @Nullable String saidError,
        @Nullable Long parentAuditId,
        @Nullable Integer retries) {}
