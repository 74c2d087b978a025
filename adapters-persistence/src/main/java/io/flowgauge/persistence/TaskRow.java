package io.flowgauge.persistence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/** A task, with the names of its flow and run. */
@Table(schema = "flowgauge", name = "task_run")
record TaskRow(
        @Id @Column("task_id") long id,
        long tenantId,
        long flowId,
        long auditId,
        String flowName,
        String runKey,
        long describedBy,
        long sequence,
        Instant started,
        long startedToldMs,
        @Nullable Instant ended,
        Instant heard,
        Instant begun,
        @Nullable Instant checkedAt,
        @Nullable Instant lastRecord,
        long records,
        @Nullable Long recordsExpected,
        @Nullable Long recordsFailed,
        @Nullable Long bytes,
        @Nullable Long latencyCount,
        @Nullable Long latencySumMs,
        @Nullable Long latencyMinMs,
        @Nullable Long latencyMaxMs,
        @Nullable Long latencyLastMs,
        String requestId,
        String name,
        String type,
        String state,
        @Nullable String owner,
        @Nullable String engine,
        @Nullable String language,
        @Nullable String link,
        @Nullable String parentRequestId,
        @Nullable String error,
        @Nullable String endedBy,
        @Nullable String code) {}
