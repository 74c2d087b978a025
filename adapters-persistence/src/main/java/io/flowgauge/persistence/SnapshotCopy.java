package io.flowgauge.persistence;

import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencySpread;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Snapshot;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes snapshots by COPY, within the transaction that runs. */
final class SnapshotCopy {
    private static final Comparator<Snapshot> BY_KEY = (one, other) -> {
        int order = Long.compare(one.tenant().value(), other.tenant().value());
        order = order == 0 ? one.checkedAt().compareTo(other.checkedAt()) : order;
        return order == 0 ? Long.compare(one.task().value(), other.task().value()) : order;
    };

    private final JdbcTemplate jdbc;
    private final LateChecks late;

    SnapshotCopy(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.late = new LateChecks(jdbc);
    }

    void append(List<Snapshot> snapshots) {
        if (!snapshots.isEmpty()) {
            into("flowgauge.task_snapshot", late.mark(snapshots));
        }
    }

    // In the order of the key, so that its pages are filled one after the other.
    private void into(String table, List<Snapshot> snapshots) {
        CopyRow rows = new CopyRow(snapshots.size());
        snapshots.stream().sorted(BY_KEY).forEach(snapshot -> write(rows, snapshot));
        Copy.into(jdbc, table, SnapshotRow.COLUMNS, rows);
    }

    /** Those that are not there yet; the whole batch goes to a table of this transaction first. */
    void appendMissing(List<Snapshot> snapshots) {
        List<Snapshot> kept = late.mark(snapshots);
        jdbc.execute("CREATE TEMPORARY TABLE arriving (LIKE flowgauge.task_snapshot) ON COMMIT DROP");
        into("arriving", kept);
        jdbc.update("INSERT INTO flowgauge.task_snapshot (" + SnapshotRow.COLUMNS + ") SELECT " + SnapshotRow.COLUMNS
                + " FROM arriving ON CONFLICT DO NOTHING");
    }

    private static void write(CopyRow row, Snapshot snapshot) {
        Progress progress = snapshot.progress();
        LatencyStats latency = progress.latency();
        row.begin(SnapshotRow.COLUMN_COUNT);
        row.bigint(snapshot.tenant().value());
        row.bigint(snapshot.task().value());
        row.timestamp(snapshot.checkedAt());
        row.bigint(snapshot.sequence());
        row.bigint(snapshot.intervalRecords());
        row.bigint(progress.records());
        row.bigint(progress.recordsFailed());
        row.bigint(progress.bytes());
        row.bigint(latency == null ? null : latency.count());
        row.bigint(latency == null ? null : latency.sumMs());
        row.timestamp(progress.lastRecordReceived());
        row.integer(latency == null ? null : latency.minMs());
        row.integer(latency == null ? null : latency.maxMs());
        row.integer(latency == null ? null : latency.lastMs());
        IntervalLatency interval = snapshot.intervalLatency();
        LatencySpread spread = interval == null ? null : interval.spread();
        row.integer(interval == null ? null : interval.count());
        row.integer(interval == null ? null : interval.averageMs());
        row.integer(spread == null ? null : spread.p50Ms());
        row.integer(spread == null ? null : spread.p95Ms());
        row.integer(spread == null ? null : spread.p99Ms());
        row.text(StateCode.of(snapshot.state().kind()));
        row.bytes(
                interval == null || interval.buckets() == null
                        ? null
                        : interval.buckets().packed());
    }
}
