package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.access.DeletionUpkeep;
import io.flowgauge.application.port.out.HistoryUnavailable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Calls the deletion of tenants in time, on a thread of its own, and again when it failed. */
@Component
class DeletionKeeping implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DeletionKeeping.class);
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final DeletionUpkeep upkeep;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread named = new Thread(work, "flowgauge-deletion");
        named.setDaemon(true);
        return named;
    });
    private volatile boolean running;

    // of the thread alone
    private boolean fails;

    DeletionKeeping(DeletionUpkeep upkeep) {
        this.upkeep = upkeep;
    }

    @Override
    public void start() {
        running = true;
        var unused = thread.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            upkeep.work();
            if (fails) {
                LOG.info("tenants are deleted again");
            }
            fails = false;
        } catch (HistoryUnavailable away) {
            failed(String.valueOf(away.getMessage()));
        } catch (RuntimeException | Error defect) {
            // Also an Error: a round that throws would be the last one.
            if (!fails) {
                LOG.error("deleting a tenant failed by a defect", defect);
            }
            failed(String.valueOf(defect));
        }
    }

    private void failed(String reason) {
        if (running && !fails) {
            LOG.warn("deleting tenants has to wait ({}); it is tried again each {} s", reason, ROUND.toSeconds());
        }
        fails = true;
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
