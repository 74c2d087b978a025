package io.flowgauge.rest.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says in the log why credentials are refused, never what they were; the first ones of each minute, so that nobody fills the disk with it. */
@Component
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration SPAN = Duration.ofMinutes(1);
    private static final int TOLD = 100;

    private final InstantSource clock;
    private Instant since = Instant.EPOCH;
    private long refused;

    RefusalLog(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(String address, String why) {
        Instant now = clock.instant();
        if (!now.isBefore(since.plus(SPAN)) || now.isBefore(since)) {
            if (refused > TOLD) {
                LOG.info("refused {} more credentials in the minute from {}", refused - TOLD, since);
            }
            since = now;
            refused = 0;
        }
        refused++;
        if (refused <= TOLD) {
            LOG.info("refused a credential from {}: {}", address, why);
        }
    }
}
