package io.flowgauge.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task's numbers so far: cumulative, whole, and from one report. What the report left out is null: unknown, not zero.
 *
 * @param records records processed
 * @param recordsExpected how many it will be in the end
 * @param recordsFailed records that could not be processed
 * @param bytes bytes processed
 * @param lastRecordReceived when the newest record arrived at the task
 */
public record Progress(
        long records,
        @Nullable Long recordsExpected,
        @Nullable Long recordsFailed,
        @Nullable Long bytes,
        @Nullable Instant lastRecordReceived,
        @Nullable LatencyStats latency,
        @Nullable CdcMetrics cdc) {

    public Progress {
        notNegative("recordsProcessed", records);
        notNegative("recordsExpected", recordsExpected);
        notNegative("recordsFailed", recordsFailed);
        notNegative("bytesProcessed", bytes);
    }

    /** Nothing known but the count of records. */
    public static Progress ofRecords(long records) {
        return new Progress(records, null, null, null, null, null, null);
    }

    Progress withLastRecordReceived(@Nullable Instant at) {
        return new Progress(records, recordsExpected, recordsFailed, bytes, at, latency, cdc);
    }

    /** Without the distribution, CDC metrics and expected records, which a row of history does not have. */
    Progress asStored() {
        return new Progress(
                records,
                null,
                recordsFailed,
                bytes,
                lastRecordReceived,
                latency == null ? null : latency.withoutBuckets(),
                null);
    }

    /** No latency so far was below; 0 where the report left latency out. */
    long leastLatencyMs() {
        return latency == null ? 0 : latency.minMs();
    }

    /** No latency so far was above. */
    long mostLatencyMs() {
        return latency == null ? Long.MAX_VALUE : latency.maxMs();
    }

    private static void notNegative(String field, @Nullable Long value) {
        if (value != null && value < 0) {
            throw new IllegalArgumentException(field + " is " + value + ", must be 0 or more");
        }
    }
}
