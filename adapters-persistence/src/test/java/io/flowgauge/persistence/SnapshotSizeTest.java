package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a check of a task costs on disk, in a day that is being written. */
class SnapshotSizeTest {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSizeTest.class);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int TASKS = 1_000;
    private static final int CHECKS = 60;

    private final Random order = new Random(1);

    private static Snapshot full(long task, int check) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        for (int bucket = 20; bucket < 35; bucket++) {
            counts[bucket] = (task + check) % 200 + 1;
        }
        LatencyBuckets buckets = LatencyBuckets.of(counts);
        return new Snapshot(
                PortFixture.TENANT,
                new TaskId(task),
                NOON.plusSeconds(10L * check),
                TaskState.RUNNING,
                check,
                new Progress(1_000L * check, null, 1L, 2L, NOON, new LatencyStats(1_000, 9_000, 1, 900, 5), null),
                1_000,
                new IntervalLatency(buckets.count(), 90_000, buckets, buckets.spread(1, 900)));
    }

    @Test
    void atMostTwoHundredBytesWithEveryColumnFilledAndTheKeyTheDistributionApart() {
        try (Adapters adapters = new Adapters()) {
            for (int check = 0; check < CHECKS; check++) {
                List<Snapshot> batch = new ArrayList<>();
                for (long task = 1; task <= TASKS; task++) {
                    batch.add(full(task, check));
                }
                Collections.shuffle(batch, order);
                adapters.get(Snapshots.class).append(batch);
            }

            double total = bytes(adapters, "pg_total_relation_size('flowgauge.task_snapshot_20260302')");
            double distribution =
                    bytes(adapters, "(SELECT sum(pg_column_size(latency_buckets)) FROM flowgauge.task_snapshot)");
            LOG.info("{} bytes a snapshot, {} of them the distribution", total, distribution);

            assertThat(total - distribution).isLessThanOrEqualTo(200);
            assertThat(adapters.sql().queryForObject("""
                            SELECT count(*) FROM flowgauge.task_snapshot AS s WHERE NOT (s IS NOT NULL)
                            """, Long.class))
                    .as("rows with a column that is null")
                    .isZero();
        }
    }

    private static double bytes(Adapters adapters, String what) {
        Double bytes = adapters.sql().queryForObject("SELECT (" + what + ")::float8 / " + TASKS * CHECKS, Double.class);
        return bytes == null ? -1 : bytes;
    }
}
