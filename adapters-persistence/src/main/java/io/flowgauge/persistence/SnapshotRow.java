package io.flowgauge.persistence;

import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code task_snapshot}. */
final class SnapshotRow {
    /** All columns, in the order that {@link #snapshot} reads and {@link SnapshotCopy} writes. */
    static final String COLUMNS =
            "tenant_id, task_id, checked_at, sequence, interval_records, records, records_failed, bytes, latency_count,"
                    + " latency_sum_ms, last_record, latency_min_ms, latency_max_ms, latency_last_ms, interval_latency_count,"
                    + " interval_latency_ms, interval_p50_ms, interval_p95_ms, interval_p99_ms, state, latency_buckets";

    static final int COLUMN_COUNT = 21;

    private SnapshotRow() {}

    /** The snapshot of a row whose first columns are {@link #COLUMNS}. */
    static Snapshot snapshot(ResultSet row) throws SQLException {
        Instant checkedAt = row.getTimestamp(3).toInstant();
        LatencyStats latency = Mappings.TASKS.latency(
                number(row, 9), number(row, 10), number(row, 12), number(row, 13), number(row, 14));
        Timestamp lastRecord = row.getTimestamp(11);
        Progress progress = new Progress(
                row.getLong(6),
                null,
                number(row, 7),
                number(row, 8),
                lastRecord == null ? null : lastRecord.toInstant(),
                latency,
                null);
        return new Snapshot(
                new TenantId(row.getLong(1)),
                new TaskId(row.getLong(2)),
                checkedAt,
                state(row.getString(20), checkedAt),
                row.getLong(4),
                progress,
                row.getLong(5),
                interval(row, latency));
    }

    private static @Nullable IntervalLatency interval(ResultSet row, @Nullable LatencyStats soFar) throws SQLException {
        Long count = number(row, 15);
        if (count == null) {
            return null;
        }
        byte[] packed = row.getBytes(21);
        LatencyBuckets buckets = packed == null ? null : LatencyBuckets.unpacked(packed);
        // The average is kept, not the sum: that of many intervals is within half a millisecond.
        long sum = count * row.getLong(16);
        long least = soFar == null ? 0 : soFar.minMs();
        long most = soFar == null ? Long.MAX_VALUE : soFar.maxMs();
        return new IntervalLatency(count, sum, buckets, buckets == null ? null : buckets.spread(least, most));
    }

    private static TaskState state(String code, Instant checkedAt) {
        return switch (StateCode.kind(code)) {
            case COMPLETED -> new TaskState.Ended(Outcome.COMPLETED, checkedAt, null);
            case FAILED -> new TaskState.Ended(Outcome.FAILED, checkedAt, null);
            case CANCELLED -> new TaskState.Ended(Outcome.CANCELLED, checkedAt, null);
            case RUNNING, LOST -> TaskState.RUNNING;
        };
    }

    static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
