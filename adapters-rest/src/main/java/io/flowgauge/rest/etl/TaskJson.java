package io.flowgauge.rest.etl;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/** A task as the documented API shows it; times in ms since the epoch, durations and latencies in ms, unknown is null. */
@JsonPropertyOrder({
    "requestId",
    "owner",
    "name",
    "started",
    "duration",
    "code",
    "type",
    "tenant",
    "language",
    "latency",
    "maxLatency",
    "minLatency",
    "avgLatency",
    "recordsProcessed",
    "recordsProcessedSinceLastCheck",
    "lastCheck",
    "lastTimeRecordsReceivedDate"
})
record TaskJson(
        String requestId,
        @Nullable String owner,
        String name,
        long started,
        long duration,
        @Nullable String code,
        String type,
        String tenant,
        @Nullable String language,
        @Nullable Long latency,
        @Nullable Long maxLatency,
        @Nullable Long minLatency,
        @Nullable Long avgLatency,
        long recordsProcessed,
        @Nullable Long recordsProcessedSinceLastCheck,
        @Nullable Long lastCheck,
        @Nullable Long lastTimeRecordsReceivedDate) {}
