package io.flowgauge.benchmarks;

import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Running tasks as a check finds them: every number told, with a distribution of fifteen buckets, in no order. */
final class CheckedTasks {
    static final Instant FIRST_CHECK = Instant.parse("2026-03-02T08:00:00Z");
    static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final TenantId TENANT = new TenantId(1);

    private CheckedTasks() {}

    static List<Snapshot> check(int tasks, int check) {
        Random random = new Random(check);
        Instant at = FIRST_CHECK.plus(INTERVAL.multipliedBy(check));
        List<Snapshot> batch = new ArrayList<>(tasks);
        for (int task = 1; task <= tasks; task++) {
            batch.add(snapshot(task, at, check, random));
        }
        Collections.shuffle(batch, random);
        return batch;
    }

    private static Snapshot snapshot(int task, Instant at, int check, Random random) {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        for (int bucket = 15; bucket < 30; bucket++) {
            counts[bucket] = 1L + random.nextInt(200);
        }
        LatencyBuckets buckets = Objects.requireNonNull(LatencyBuckets.of(counts), "fifteen are not empty");
        long records = 1_000_000L + task + 1_000L * check;
        LatencyStats soFar = new LatencyStats(records, records * 40, 1, 5_000, 35);
        return new Snapshot(
                TENANT,
                new TaskId(task),
                at,
                TaskState.RUNNING,
                1_000L + check,
                new Progress(records, null, 3L, records * 120, at.minusMillis(task % 1_000), soFar, null),
                buckets.count(),
                new IntervalLatency(buckets.count(), buckets.count() * 40, buckets, buckets.spread(1, 5_000)));
    }
}
