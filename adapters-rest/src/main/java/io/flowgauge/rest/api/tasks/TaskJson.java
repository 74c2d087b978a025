package io.flowgauge.rest.api.tasks;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.domain.CdcMetrics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as Flowgauge's own API shows it: where it belongs, then the documented fields, then what more is known. Times in ms since the epoch, durations and
 * latencies in ms, unknown is null.
 */
@JsonPropertyOrder(alphabetic = false)
public record TaskJson(
        long id,
        long auditId,
        long flowId,
        String flow,
        String state,
        @Nullable String engine,
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
        @Nullable Long lastTimeRecordsReceivedDate,
        @Nullable Long recordsExpected,
        @Nullable Long recordsFailed,
        @Nullable Long bytesProcessed,
        @Nullable Long latencyP50,
        @Nullable Long latencyP95,
        @Nullable Long latencyP99,
        Map<String, String> labels,
        @Nullable String link,
        @Nullable Long ended,
        @Nullable String error,
        @Nullable String endedBy,
        @Nullable String parentRequestId,
        @Nullable CdcMetrics cdc) {

    private static final TaskJsonMapping MAPPING = new GeneratedTaskJsonMapping();

    public static TaskJson of(TaskNow task) {
        return MAPPING.task(task);
    }
}
