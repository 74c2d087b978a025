package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.application.access.Credentials;
import io.flowgauge.application.access.Directory;
import io.flowgauge.application.access.KeyRotation;
import io.flowgauge.application.history.HistoryWriter;
import io.flowgauge.application.history.ReaderUpkeep;
import io.flowgauge.application.live.Checker;
import io.flowgauge.application.live.LiveTasks;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.Uptime;
import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Calls, in time, what the service does by itself: checks, and what follows them. The upkeep of the history is {@link HistoryKeeping}'s. */
@Component
class Heartbeat implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration REFRESH = Duration.ofMillis(500);
    private static final Duration READERS = Duration.ofSeconds(5);
    private static final Duration USES = Duration.ofMinutes(1);
    private static final Duration ROTATION = Duration.ofHours(1);
    private static final Duration LAST_ROUND = Duration.ofSeconds(2);
    private static final Duration ROTATION_AGAIN = Duration.ofMinutes(1);

    private final LiveTasks live;
    private final Checker checker;
    private final HistoryWriter writer;
    private final ReaderUpkeep readers;
    private final Directory directory;
    private final AuditLog audit;
    private final Credentials credentials;
    private final KeyRotation keys;
    private final ServiceMetrics metrics;
    private final InstantSource clock;
    private final Uptime uptime;
    private final ClockSteps clockSteps;
    private final long intervalMs;

    // A thread each: a slow look into PostgreSQL must delay no check, and nothing who is let in.
    private final ScheduledExecutorService checks =
            Executors.newSingleThreadScheduledExecutor(daemon("flowgauge-checks"));
    private final ScheduledExecutorService upkeep =
            Executors.newSingleThreadScheduledExecutor(daemon("flowgauge-upkeep"));
    private final ScheduledExecutorService access =
            Executors.newSingleThreadScheduledExecutor(daemon("flowgauge-access"));
    private volatile boolean running;
    private boolean refreshFails;
    private boolean flushFails;

    Heartbeat(
            LiveTasks live,
            Checker checker,
            HistoryWriter writer,
            ReaderUpkeep readers,
            Directory directory,
            AuditLog audit,
            Credentials credentials,
            KeyRotation keys,
            ServiceMetrics metrics,
            FlowgaugeSettings settings,
            InstantSource clock,
            Uptime uptime) {
        this.live = live;
        this.checker = checker;
        this.writer = writer;
        this.readers = readers;
        this.directory = directory;
        this.audit = audit;
        this.credentials = credentials;
        this.keys = keys;
        this.metrics = metrics;
        this.clock = clock;
        this.uptime = uptime;
        this.clockSteps = new ClockSteps(clock, uptime);
        this.intervalMs = settings.checkInterval().toMillis();
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void start() {
        writer.start();
        running = true;
        scheduleCheck(clock.instant());
        var unused = access.scheduleWithFixedDelay(
                this::refresh, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
        var unusedFlush = access.scheduleWithFixedDelay(
                this::flush, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
        upkeep.execute(this::rotate);
        var unusedUses =
                upkeep.scheduleWithFixedDelay(this::writeUses, USES.toMillis(), USES.toMillis(), TimeUnit.MILLISECONDS);
        var unusedToo = upkeep.scheduleWithFixedDelay(this::readers, 0, READERS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void scheduleCheck(Instant after) {
        long due = (Math.floorDiv(after.toEpochMilli(), intervalMs) + 1) * intervalMs;
        // The clock may have been set back since.
        long inMs = Math.min(intervalMs, due - clock.instant().toEpochMilli());
        long dueByUptime = uptime.ms() + inMs;
        var unused = checks.schedule(() -> check(due, dueByUptime), inMs, TimeUnit.MILLISECONDS);
    }

    private void check(long due, long dueByUptime) {
        Instant now = clock.instant();
        clockSteps.taken().ifPresent(Heartbeat::tell);
        // Timers may fire early, and clocks be set back: the moment is then still to come.
        if (now.toEpochMilli() >= due) {
            long begun = uptime.ms();
            try {
                checker.check(Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), intervalMs) * intervalMs));
                metrics.checked(
                        Duration.ofMillis(Math.max(0, begun - dueByUptime)), Duration.ofMillis(uptime.ms() - begun));
            } catch (RuntimeException defect) {
                LOG.error("a check failed; the next one is in {} ms", intervalMs, defect);
            }
            upkeep.execute(this::settleEndings);
        }
        scheduleCheck(now);
    }

    private static void tell(Duration step) {
        if (step.isNegative()) {
            LOG.warn(
                    "the clock was set back by {} s; a task gets its next row of history when it has come past the task's last one",
                    step.negated().toSeconds());
        } else {
            LOG.warn("the clock went {} s ahead of the time that passed; no task is lost by it", step.toSeconds());
        }
    }

    private void settleEndings() {
        try {
            checker.settleEndings();
        } catch (RuntimeException defect) {
            LOG.error("endings whose outcome is not known could not be settled", defect);
        }
    }

    private void refresh() {
        try {
            directory.refresh();
            live.forgetUnless(tenant -> directory.known(tenant).isPresent());
            refreshFails = false;
        } catch (RuntimeException away) {
            if (!refreshFails) {
                refreshFails = true;
                LOG.warn("users and keys cannot be read ({}); those known so far are used", away.getMessage());
            }
        }
    }

    private void flush() {
        try {
            audit.flush();
            flushFails = false;
        } catch (RuntimeException failed) {
            if (!flushFails) {
                flushFails = true;
                LOG.warn("sign-ins cannot be written to the audit trail ({}); they wait", failed.getMessage());
            }
        }
    }

    /** What it cannot write now it writes with the next ones. */
    private void writeUses() {
        try {
            credentials.writeUses();
        } catch (HistoryUnavailable away) {
            LOG.debug("when keys and sessions were used is written later", away);
        } catch (RuntimeException defect) {
            LOG.error("when keys and sessions were used could not be written", defect);
        }
    }

    private void readers() {
        try {
            readers.keep();
        } catch (RuntimeException defect) {
            LOG.error("analysts' logins could not be looked after", defect);
        }
    }

    private void rotate() {
        boolean rotated = false;
        try {
            keys.rotate(clock.instant());
            audit.forgetOld();
            rotated = true;
        } catch (HistoryUnavailable away) {
            LOG.warn(
                    "the hourly upkeep of access has to wait ({}); next try in {} s",
                    away.getMessage(),
                    ROTATION_AGAIN.toSeconds());
        } catch (RuntimeException defect) {
            LOG.error("the hourly upkeep of access failed; next try in {} s", ROTATION_AGAIN.toSeconds(), defect);
        }
        if (running) {
            Duration next = rotated ? ROTATION : ROTATION_AGAIN;
            var unused = upkeep.schedule(this::rotate, next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        running = false;
        checks.shutdownNow();
        upkeep.shutdownNow();
        access.shutdownNow();
        finish();
        writer.close();
    }

    /** Nobody signs in any more: what was noted last is written now. */
    private void finish() {
        try {
            if (!access.awaitTermination(LAST_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the last round of access goes on");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        flush();
        writeUses();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server starts, and after it stopped. */
    @Override
    public int getPhase() {
        return 0;
    }
}
