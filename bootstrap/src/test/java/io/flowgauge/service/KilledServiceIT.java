package io.flowgauge.service;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowgauge.http.ServiceApi.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The service is killed at random moments while runs end. {@code -Dflowgauge.test.kills=100} for more than the few of each build. */
class KilledServiceIT {
    private static final Logger LOG = LoggerFactory.getLogger(KilledServiceIT.class);
    private static final int RUNS = 200;
    private static final int KILLS = Integer.getInteger("flowgauge.test.kills", 3);
    private static final long STARTED = System.currentTimeMillis() - 60_000;

    private final Set<Integer> sent = new ConcurrentSkipListSet<>();
    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();

    private static String begun(int run) {
        return """
                {"flow":"flow %1$d","runKey":"run","requestId":"task %1$d","name":"copy","type":"load","sequence":1,"state":"running",\
                "started":%2$d,"recordsProcessed":%1$d}""".formatted(run, STARTED);
    }

    private static long records(int run) {
        return 1_000_000L + run;
    }

    private static String ended(int run) {
        return begun(run)
                .replace("\"sequence\":1,\"state\":\"running\"", "\"sequence\":2,\"state\":\"completed\"")
                .replace("\"recordsProcessed\":" + run, "\"recordsProcessed\":" + records(run));
    }

    @Test
    void anEndingThatWasAcknowledgedIsThereOnceWithItsNumbersAndWhatRanIsOnTheListAtOnce(@TempDir Path folder)
            throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LOG.info("{} kills, seed {}", KILLS, seed);
        Map<String, String> settings = Map.of("FLOWGAUGE_CHECK_INTERVAL", "1s");
        AtomicReference<ServiceProcess> service = new AtomicReference<>(ServiceProcess.start(folder, settings));
        List<Instant> killed = new ArrayList<>();
        Map<String, Long> auditIds;
        try {
            String all =
                    IntStream.range(0, RUNS).mapToObj(KilledServiceIT::begun).collect(joining(",", "[", "]"));
            auditIds = auditIds(service.get().report(all));
            Thread engine = new Thread(() -> end(service), "engine");
            engine.start();

            for (int kill = 1; kill <= KILLS; kill++) {
                int after = RUNS * kill / (KILLS + 1) + random.nextInt(Math.max(1, RUNS / (KILLS + 1)));
                while (acknowledged.size() < Math.min(after, RUNS - 1)) {
                    Thread.onSpinWait();
                }
                LockSupport.parkNanos(random.nextInt(5_000_000));
                killed.add(Instant.now());
                service.get().kill();
                ServiceProcess next = ServiceProcess.start(folder, settings);
                Set<String> listed = listed(next);
                Set<Integer> stillRun = IntStream.range(0, RUNS)
                        .filter(run -> !sent.contains(run))
                        .boxed()
                        .collect(TreeSet::new, Set::add, Set::addAll);
                for (int run : stillRun) {
                    assertThat(listed).as("first answer after kill %d", kill).contains("task " + run);
                }
                for (int run : acknowledged) {
                    assertThat(listed).as("first answer after kill %d", kill).doesNotContain("task " + run);
                }
                service.set(next);
            }
            engine.join();
            assertThat(acknowledged).hasSize(RUNS);
            String again =
                    IntStream.range(0, RUNS).mapToObj(KilledServiceIT::ended).collect(joining(",", "[", "]"));
            assertThat(auditIds(service.get().report(again))).isEqualTo(auditIds);
            verify(Database.in(folder.resolve("data")), auditIds, killed);
        } finally {
            service.get().close();
        }
    }

    private static Map<String, Long> auditIds(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Map<String, Long> ids = new TreeMap<>();
        for (JsonNode run : answer.json().get("runs")) {
            ids.put(run.get("flow").asString(), run.get("auditId").asLong());
        }
        assertThat(ids).hasSize(RUNS);
        return ids;
    }

    private static Set<String> listed(ServiceProcess service) {
        Set<String> ids = new TreeSet<>();
        service.get("/etl/rest/v1/tasks/", service.adminToken())
                .json()
                .forEach(task -> ids.add(task.get("requestId").asString()));
        return ids;
    }

    /** The engine: ends one run after the other, each until it is acknowledged. */
    private void end(AtomicReference<ServiceProcess> service) {
        for (int run = 0; run < RUNS; run++) {
            sent.add(run);
            while (!acknowledged(service.get(), run)) {
                LockSupport.parkNanos(20_000_000);
            }
            acknowledged.add(run);
        }
    }

    private static boolean acknowledged(ServiceProcess service, int run) {
        try {
            return service.report(ended(run)).status() == 200;
        } catch (UncheckedIOException killed) {
            return false;
        }
    }

    private static void verify(Database database, Map<String, Long> auditIds, List<Instant> killed)
            throws IOException, java.sql.SQLException {
        assertThat(
                        database.rows(
                                "SELECT f.name, r.audit_id, r.state, r.records FROM flowgauge.flow_run r JOIN flowgauge.flow f USING (tenant_id, flow_id)"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, RUNS)
                        .mapToObj(
                                run -> "flow " + run + " " + auditIds.get("flow " + run) + " completed " + records(run))
                        .toList());
        assertThat(database.rows("""
                        SELECT t.request_id, t.state, t.records,
                               (SELECT sum(s.interval_records) FROM flowgauge.task_snapshot s WHERE s.task_id = t.task_id),
                               (SELECT count(*) FROM flowgauge.task_snapshot s WHERE s.task_id = t.task_id AND s.state = 'completed')
                        FROM flowgauge.task_run t"""))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, RUNS)
                        .mapToObj(run -> "task " + run + " completed " + records(run) + " " + records(run) + " 1")
                        .toList());
        // The last one's ends with the next check. One that began and was killed before its first check shares the one
        // before.
        for (Instant moment : killed) {
            String gap = "SELECT reason FROM flowgauge.history_gap WHERE starts_at <= '%1$s' AND ends_at >= '%1$s'";
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(database.rows(gap.formatted(moment)))
                            .as("where nobody checked")
                            .containsExactly("service down"));
        }
    }
}
