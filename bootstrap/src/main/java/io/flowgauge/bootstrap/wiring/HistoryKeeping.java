package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.history.HistoryUpkeep;
import io.flowgauge.application.port.out.HistoryUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Calls the upkeep of the history in time, on a thread of its own, and again when it failed. */
@Component
class HistoryKeeping implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeping.class);
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final Duration TIDY = Duration.ofMinutes(10);
    private static final Duration TIDY_AGAIN = Duration.ofMinutes(1);

    /** Upkeep that fails, since when and why. */
    record Failure(Instant since, String reason) {}

    private final HistoryUpkeep upkeep;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread named = new Thread(work, "flowgauge-history-upkeep");
        named.setDaemon(true);
        return named;
    });
    private final AtomicLong failures = new AtomicLong();
    private volatile Optional<Failure> failure = Optional.empty();
    private volatile Instant lastSuccess;
    private volatile boolean running;

    // of the thread alone
    private Duration untilTidy = Duration.ZERO;

    HistoryKeeping(HistoryUpkeep upkeep, InstantSource clock) {
        this.upkeep = upkeep;
        this.clock = clock;
        this.lastSuccess = clock.instant();
    }

    Optional<Failure> failure() {
        return failure;
    }

    /** Rounds that failed since the start. */
    long failures() {
        return failures.get();
    }

    /** The last round that did all there was to do; the start before there was one. */
    Instant lastSuccess() {
        return lastSuccess;
    }

    @Override
    public void start() {
        running = true;
        var unused = thread.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            boolean allMade = upkeep.rollUp(clock.instant());
            untilTidy = untilTidy.minus(ROUND);
            if (untilTidy.isNegative() || untilTidy.isZero()) {
                untilTidy = upkeep.tidy(clock.instant()) ? TIDY_AGAIN : TIDY;
            }
            failure.ifPresent(
                    before -> LOG.info("upkeep of the history goes on, after it had failed since {}", before.since()));
            failure = Optional.empty();
            if (allMade) {
                lastSuccess = clock.instant();
            }
        } catch (HistoryUnavailable away) {
            failed(String.valueOf(away.getMessage()));
        } catch (RuntimeException | Error defect) {
            // Also an Error: a round that throws would be the last one.
            if (failure.isEmpty()) {
                LOG.error("upkeep of the history failed by a defect", defect);
            }
            failed(String.valueOf(defect));
        }
    }

    private void failed(String reason) {
        if (!running) {
            return;
        }
        failures.incrementAndGet();
        if (failure.isEmpty()) {
            LOG.warn("upkeep of the history has to wait ({}); next try in {} s", reason, ROUND.toSeconds());
        }
        Instant since = failure.map(Failure::since).orElseGet(clock::instant);
        failure = Optional.of(new Failure(since, reason));
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
