package io.flowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ten thousand tasks report each second for ten minutes ({@code -Dflowgauge.test.minutes}). */
@Tag("long")
class SustainedLoadIT {
    private static final Logger LOG = LoggerFactory.getLogger(SustainedLoadIT.class);
    private static final int TASKS = 10_000;
    private static final int BATCH = 1_000;
    private static final int MINUTES = Integer.getInteger("flowgauge.test.minutes", 10);
    private static final long STARTED = System.currentTimeMillis() - 1_000;

    private static String report(int task, long second) {
        String what = second > 0
                ? ""
                : "\"flow\":\"flow %d\",\"runKey\":\"run\",\"name\":\"copy table %d\",\"type\":\"load\",\"started\":%d,"
                        .formatted(task / 10, task, STARTED);
        return """
                {"requestId":"0198c0de-0000-7000-8000-%012d",%s"sequence":%d,"state":"running","recordsProcessed":%d,"bytesProcessed":%d,\
                "lastRecordReceived":%d,"latency":{"count":%d,"sum":%d,"min":1,"max":9,"last":5}}""".formatted(
                        task,
                        what,
                        second + 1,
                        second * 10,
                        second * 990,
                        System.currentTimeMillis(),
                        second + 1,
                        5 * (second + 1));
    }

    private static void reportAll(ServiceProcess service, long second) {
        for (int first = 0; first < TASKS; first += BATCH) {
            String batch = IntStream.range(first, first + BATCH)
                    .mapToObj(task -> report(task, second))
                    .collect(Collectors.joining(",", "[", "]"));
            Answer answer = service.post(batch.getBytes(StandardCharsets.UTF_8), "application/json", null);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
    }

    @Test
    void memoryDoesNotGrowChecksAreInTimeAndEachTaskHasOneSnapshotACheck(@TempDir Path folder) throws Exception {
        try (ServiceProcess service = ServiceProcess.start(folder, Map.of(), "-Xmx512m")) {
            Vitals vitals = new Vitals(service);
            List<Long> usedMiB = new ArrayList<>();
            long start = System.nanoTime();
            for (long second = 0; second < MINUTES * 60L; second++) {
                reportAll(service, second);
                if (second > 0 && second % 60 == 0) {
                    usedMiB.add(vitals.usedMiB());
                }
                long due = start + Duration.ofSeconds(second + 1).toNanos();
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            usedMiB.add(vitals.usedMiB());
            double took = (System.nanoTime() - start) / 1e9;
            double latest = vitals.metric("flowgauge_check_lateness_seconds_max");
            LOG.info(
                    "{} reports in {} s; heap in MiB after a collection, by minute: {}; the latest check of the last minutes was {} s late; rss {} kB",
                    TASKS * 60L * MINUTES,
                    took,
                    usedMiB,
                    latest,
                    vitals.rssKiB());

            assertThat(took).as("seconds for a report a second of each task").isLessThan(MINUTES * 60 * 1.02);
            assertThat(usedMiB.get(usedMiB.size() - 1))
                    .isLessThanOrEqualTo(usedMiB.get(0) + Math.max(8, usedMiB.get(0) / 10));
            assertThat(latest).isLessThan(10);
            assertThat(vitals.metric("flowgauge_history_merged_snapshots_total"))
                    .isZero();
            Database database = Database.in(folder.resolve("data"));
            List<String> checks = database.rows(
                    "SELECT count(*) FROM flowgauge.task_snapshot GROUP BY checked_at ORDER BY checked_at");
            // The first may have come while the tasks began.
            assertThat(checks.subList(1, checks.size()))
                    .hasSizeGreaterThanOrEqualTo(MINUTES * 6 - 2)
                    .containsOnly(Integer.toString(TASKS));
            assertThat(
                            database.rows(
                                    "SELECT checked_at FROM (SELECT checked_at, checked_at - lag(checked_at) OVER (ORDER BY checked_at) AS step FROM (SELECT DISTINCT checked_at FROM flowgauge.task_snapshot) AS moments) AS steps WHERE step <> '10 s'"))
                    .as("checks after a gap")
                    .isEmpty();
            LOG.info(
                    "{} checks; bytes a snapshot: {}",
                    checks.size(),
                    database.rows(
                            "SELECT sum(pg_total_relation_size(inhrelid)) / (SELECT count(*) FROM flowgauge.task_snapshot) FROM pg_inherits WHERE inhparent = 'flowgauge.task_snapshot'::regclass"));
        }
    }
}
