package io.flowgauge.persistence;

import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencySpread;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row of {@code task_minute} or {@code task_hour}. */
final class RollupRow {
    /** All columns, in the order that {@link #rollup} reads and {@link #write} writes. */
    static final String COLUMNS =
            "tenant_id, task_id, starts_at, records, records_so_far, failed_so_far, bytes_so_far, latency_count,"
                    + " latency_sum_ms, checks, latency_min_ms, latency_p50_ms, latency_p95_ms, latency_p99_ms, latency_max_ms,"
                    + " state, latency_buckets";

    static final int COLUMN_COUNT = 17;

    private RollupRow() {}

    /** The rollup of a row whose first columns are {@link #COLUMNS}. */
    static Rollup rollup(ResultSet row) throws SQLException {
        return new Rollup(
                new TenantId(row.getLong(1)),
                new TaskId(row.getLong(2)),
                row.getTimestamp(3).toInstant(),
                row.getInt(10),
                row.getLong(4),
                row.getLong(5),
                SnapshotRow.number(row, 6),
                SnapshotRow.number(row, 7),
                latency(row),
                StateCode.kind(row.getString(16)));
    }

    private static @Nullable IntervalLatency latency(ResultSet row) throws SQLException {
        Long count = SnapshotRow.number(row, 8);
        if (count == null) {
            return null;
        }
        byte[] packed = row.getBytes(17);
        return new IntervalLatency(
                count,
                row.getLong(9),
                packed == null ? null : LatencyBuckets.unpacked(packed),
                packed == null
                        ? null
                        : new LatencySpread(
                                row.getLong(11), row.getLong(12), row.getLong(13), row.getLong(14), row.getLong(15)));
    }

    static void write(CopyRow row, Rollup rollup) {
        IntervalLatency latency = rollup.latency();
        LatencySpread spread = latency == null ? null : latency.spread();
        row.begin(COLUMN_COUNT);
        row.bigint(rollup.tenant().value());
        row.bigint(rollup.task().value());
        row.timestamp(rollup.startsAt());
        row.bigint(rollup.records());
        row.bigint(rollup.recordsSoFar());
        row.bigint(rollup.failedSoFar());
        row.bigint(rollup.bytesSoFar());
        row.bigint(latency == null ? null : latency.count());
        row.bigint(latency == null ? null : latency.sumMs());
        row.integer((long) rollup.checks());
        row.integer(spread == null ? null : spread.minMs());
        row.integer(spread == null ? null : spread.p50Ms());
        row.integer(spread == null ? null : spread.p95Ms());
        row.integer(spread == null ? null : spread.p99Ms());
        row.integer(spread == null ? null : spread.maxMs());
        row.text(StateCode.of(rollup.state()));
        row.bytes(
                latency == null || latency.buckets() == null
                        ? null
                        : latency.buckets().packed());
    }
}
