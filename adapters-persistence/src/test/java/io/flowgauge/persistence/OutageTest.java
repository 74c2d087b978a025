package io.flowgauge.persistence;

import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.application.port.out.Tenants;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** However a connection is cut, it is an outage, after which the batch may be sent again, and never a defect. */
class OutageTest {

    @Test
    void aConnectionThatIsCutWithinATransactionIsAnOutage() {
        try (Adapters adapters = new Adapters()) {
            TransactionTemplate transaction = new TransactionTemplate(adapters.get(PlatformTransactionManager.class));

            assertThatThrownBy(() -> Outage.guard(() -> transaction.executeWithoutResult(
                            status -> adapters.sql().execute("SELECT pg_terminate_backend(pg_backend_pid())"))))
                    .isInstanceOf(HistoryUnavailable.class);
        }
    }

    @Test
    void aConnectionThatWasCutBeforeTheCommitIsAnOutage() {
        try (Adapters adapters = new Adapters()) {
            TransactionTemplate transaction = new TransactionTemplate(adapters.get(PlatformTransactionManager.class));

            assertThatThrownBy(() -> Outage.guard(() -> transaction.executeWithoutResult(status -> {
                        try {
                            adapters.sql().execute("SELECT pg_terminate_backend(pg_backend_pid())");
                        } catch (RuntimeException cut) {
                            return;
                        }
                    })))
                    .isInstanceOf(HistoryUnavailable.class);
        }
    }

    @Test
    void writersWhoseConnectionsAreCutAtAnyMomentSeeOutagesAlone() throws Exception {
        try (Adapters adapters = new Adapters();
                var admin = adapters.connectOutsideThePool();
                var cut = admin.createStatement()) {
            adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
            FlowRuns runs = adapters.get(FlowRuns.class);
            Set<String> defects = new ConcurrentSkipListSet<>();
            AtomicBoolean done = new AtomicBoolean();
            var pool = Executors.newFixedThreadPool(4);
            List<Future<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String name = "writer " + writer;
                writers.add(pool.submit(() -> {
                    int outages = 0;
                    for (int round = 0; !done.get(); round++) {
                        try {
                            runs.write(
                                    List.of(PortFixture.beginning(
                                            PortFixture.running(name, "r" + round, name + round))),
                                    List.of());
                            runs.unfinished(PortFixture.TEN);
                        } catch (HistoryUnavailable away) {
                            outages++;
                        } catch (RuntimeException defect) {
                            defects.add(defect.toString());
                        }
                    }
                    return outages;
                }));
            }
            for (int cuts = 0; cuts < 200; cuts++) {
                cut.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
                                + (cuts % 2 == 0 ? " AND state <> 'idle'" : ""));
            }
            done.set(true);
            int outages = 0;
            for (Future<Integer> writer : writers) {
                outages += writer.get();
            }
            pool.shutdown();

            assertThat(defects).isEmpty();
            assertThat(outages).isPositive();
            assertThat(runs.known(TENANT, List.of())).isEmpty();
        }
    }
}
