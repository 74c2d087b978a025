package io.flowgauge.service;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.http.ServiceApi.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL is stopped for ten minutes ({@code -Dflowgauge.test.minutes}) under ten thousand tasks that report distributions. */
@Tag("long")
class OutageOfTenMinutesIT {
    private static final Logger LOG = LoggerFactory.getLogger(OutageOfTenMinutesIT.class);
    private static final int TASKS = 10_000;
    private static final int TASKS_A_RUN = 10;
    private static final int BATCH = 1_000;
    private static final int MINUTES = Integer.getInteger("flowgauge.test.minutes", 10);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long STARTED = System.currentTimeMillis() - 1_000;

    /** Records in each of the buckets that a task's latencies fall into, a round. */
    private static final int[] A_ROUND = {1, 3, 8, 20, 40, 60, 70, 50, 25, 12, 6, 3, 1, 1};

    private static final int RECORDS_A_ROUND = IntStream.of(A_ROUND).sum();

    /** The distribution of a round leans another way each time, so that intervals differ. */
    private static long[] counts(int task, long round) {
        long[] counts = new long[A_ROUND.length];
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] = A_ROUND[bucket] * round;
        }
        long moved = Math.min(counts[6] - 1, round % 7);
        counts[6] -= moved;
        counts[(task + 7) % counts.length == 6 ? 7 : (task + 7) % counts.length] += moved;
        return counts;
    }

    private static String latency(int task, long round) {
        long[] counts = counts(task, round);
        int first = 14 + task % 20;
        long sum = 0;
        StringBuilder buckets = new StringBuilder();
        for (int bucket = 0; bucket < counts.length; bucket++) {
            buckets.append(bucket == 0 ? "" : ",")
                    .append('"')
                    .append(first + bucket)
                    .append("\":")
                    .append(counts[bucket]);
            sum += counts[bucket] * LatencyScale.valueMs(first + bucket);
        }
        long least = LatencyScale.valueMs(first);
        long most = LatencyScale.valueMs(first + counts.length - 1);
        return "\"latency\":{\"count\":%d,\"sum\":%d,\"min\":%d,\"max\":%d,\"last\":%d,\"buckets\":{%s}}"
                .formatted(RECORDS_A_ROUND * round, sum, least, most, least, buckets);
    }

    private static String report(int task, long round, String state) {
        String what = round > 1
                ? ""
                : "\"flow\":\"flow %d\",\"runKey\":\"run\",\"name\":\"copy table %d\",\"type\":\"load\",\"started\":%d,"
                        .formatted(task / TASKS_A_RUN, task, STARTED);
        return """
                {"requestId":"0198c0de-0000-7000-8000-%012d",%s"sequence":%d,"state":"%s","recordsProcessed":%d,"bytesProcessed":%d,\
                "lastRecordReceived":%d,%s}""".formatted(
                        task,
                        what,
                        round,
                        state,
                        round * RECORDS_A_ROUND,
                        round * RECORDS_A_ROUND * 99,
                        System.currentTimeMillis(),
                        latency(task, round));
    }

    private static Answer report(ServiceProcess service, int first, long round, String state) {
        String batch = IntStream.range(first, first + BATCH)
                .mapToObj(task -> report(task, round, state))
                .collect(joining(",", "[", "]"));
        return service.post(batch.getBytes(StandardCharsets.UTF_8), "application/json", null);
    }

    private static Answer reportAll(ServiceProcess service, long round) {
        Answer last = null;
        for (int first = 0; first < TASKS; first += BATCH) {
            last = report(service, first, round, "running");
            assertThat(last.status()).as(last.body()).isEqualTo(200);
        }
        return last;
    }

    /** Engines that report all their tasks every ten seconds until they are told to stop. */
    private static final class Engines {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicLong round = new AtomicLong(1);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Thread thread;

        Engines(ServiceProcess service) {
            thread = new Thread(() -> run(service), "engines");
            thread.start();
        }

        private void run(ServiceProcess service) {
            try {
                long due = System.nanoTime();
                while (!stopped.get()) {
                    reportAll(service, round.incrementAndGet());
                    due += INTERVAL.toNanos();
                    while (!stopped.get() && System.nanoTime() < due) {
                        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                    }
                }
            } catch (Throwable failed) {
                failure.set(failed);
            }
        }

        /** The rounds that were reported. */
        long stop() throws InterruptedException {
            stopped.set(true);
            thread.join();
            assertThat(failure.get()).isNull();
            return round.get();
        }
    }

    @Test
    void memoryIsBoundedWhatIsLiveIsAnsweredAndAfterwardsNotOneCheckIsMissing(@TempDir Path folder) throws Exception {
        Path postgresFolder = folder.resolve("postgres");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(postgresFolder);
        Database database = new Database(postgres.jdbcUrl("flowgauge"), postgres.user(), postgres.password());
        try (ServiceProcess service = ServiceProcess.start(
                folder,
                Map.of(
                        "SPRING_DATASOURCE_URL", database.url(),
                        "SPRING_DATASOURCE_USERNAME", database.user(),
                        "SPRING_DATASOURCE_PASSWORD", database.password()),
                "-Xmx512m")) {
            Vitals vitals = new Vitals(service);
            long run = reportAll(service, 1)
                    .json()
                    .get("runs")
                    .get(0)
                    .get("auditId")
                    .asLong();
            Engines engines = new Engines(service);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> database.rows("SELECT DISTINCT checked_at FROM flowgauge.task_snapshot")
                                    .size()
                            >= 2);
            List<Long> usedMiB = new ArrayList<>(List.of(vitals.usedMiB()));

            postgres.close();
            long away = System.nanoTime();
            int asked = 0;
            while (System.nanoTime() - away < Duration.ofMinutes(MINUTES).toNanos()) {
                String token = service.adminToken();
                Answer ofRun = service.get("/etl/rest/v1/tasks/" + run + "/", token);
                assertThat(ofRun.status()).isEqualTo(200);
                assertThat(ofRun.json()).hasSize(TASKS_A_RUN);
                if (++asked % 10 == 0) {
                    Answer all = service.get("/etl/rest/v1/tasks/", token);
                    assertThat(all.status()).isEqualTo(200);
                    assertThat(all.json()).hasSize(TASKS);
                }
                if (System.nanoTime() - away
                        > Duration.ofMinutes(usedMiB.size()).toNanos()) {
                    usedMiB.add(vitals.usedMiB());
                }
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
            double waiting = vitals.metric("flowgauge_history_waiting_snapshots");
            usedMiB.add(vitals.usedMiB());

            postgres = EmbeddedPostgres.start(postgresFolder);
            assertThat(postgres.jdbcUrl("flowgauge"))
                    .as("the port was not taken meanwhile")
                    .isEqualTo(database.url());
            long back = System.nanoTime();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> vitals.metric("flowgauge_history_waiting_snapshots") == 0);
            Duration wrote = Duration.ofNanos(System.nanoTime() - back);
            double merged = vitals.metric("flowgauge_history_merged_snapshots_total");
            long rounds = engines.stop() + 1;
            for (int first = 0; first < TASKS; first += BATCH) {
                int from = first;
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> report(service, from, rounds, "completed").status() == 200);
            }
            LOG.info(
                    "{} questions answered; {} snapshots waited, written within {} s of PostgreSQL's start; heap in MiB after a collection, before and"
                            + " by minute: {}; after: {}; rss {} KiB",
                    asked,
                    waiting,
                    wrote.toSeconds(),
                    usedMiB,
                    vitals.usedMiB(),
                    vitals.rssKiB());

            assertThat(waiting).isGreaterThanOrEqualTo((MINUTES * 6.0 - 2) * TASKS);
            assertThat(merged).isZero();
            long bytesASnapshot = ((usedMiB.get(usedMiB.size() - 1) - usedMiB.get(0)) << 20) / (long) waiting;
            assertThat(bytesASnapshot).as("bytes of heap a snapshot that waits").isLessThan(450);
            assertThat(vitals.usedMiB()).as("MiB of heap afterwards").isLessThan(usedMiB.get(0) + 64);
            verify(database, rounds * RECORDS_A_ROUND);
        } finally {
            postgres.close();
        }
    }

    private static void verify(Database database, long records) throws Exception {
        assertThat(database.rows("SELECT * FROM flowgauge.history_gap")).isEmpty();
        assertThat(database.rows("SELECT DISTINCT state, records FROM flowgauge.task_run"))
                .containsExactly("completed " + records);
        assertThat(database.rows("""
                        SELECT task_id, sum(interval_records), sum(interval_latency_count) FROM flowgauge.task_snapshot
                        GROUP BY task_id HAVING sum(interval_records) <> %1$d OR sum(interval_latency_count) <> %1$d""".formatted(records)))
                .as("tasks whose intervals do not add up")
                .isEmpty();
        assertThat(database.rows("""
                        SELECT task_id, count(*), min(checked_at), max(checked_at) FROM flowgauge.task_snapshot WHERE state = 'r'
                        GROUP BY task_id HAVING count(*) <> extract(epoch FROM max(checked_at) - min(checked_at)) / 10 + 1 OR count(*) < %d""".formatted(MINUTES * 6)))
                .as("tasks that lack a check")
                .isEmpty();
        assertThat(database.rows("""
                        SELECT count(*) FROM (
                            SELECT records - lag(records, 1, 0::bigint) OVER task AS moved, interval_records,
                                   sequence < lag(sequence) OVER task AS is_older
                            FROM flowgauge.task_snapshot WINDOW task AS (PARTITION BY task_id ORDER BY checked_at)) AS row
                        WHERE moved <> interval_records OR is_older""")).as("rows out of order").containsExactly("0");
    }
}
