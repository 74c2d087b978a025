package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server again when it dies, on its port, so that connection pools find it by themselves. */
final class Watch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final long LOOK_MS = 500;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final Server server;
    private final int port;
    private final CountDownLatch closed = new CountDownLatch(1);

    Watch(Server server, int port) {
        this.server = server;
        this.port = port;
        var thread = new Thread(this::watch, "embedded-postgres-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        var pauseMs = LOOK_MS;
        var lastTrouble = "";
        try {
            while (!closed.await(pauseMs, TimeUnit.MILLISECONDS)) {
                var trouble = look();
                if (!trouble.isEmpty() && !trouble.equals(lastTrouble) && closed.getCount() > 0) log.warn(trouble);
                lastTrouble = trouble;
                pauseMs = trouble.isEmpty() ? LOOK_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return why the server is away and stays so for now; empty: it is there */
    private String look() {
        try {
            server.log().bound();
            if (server.running().isEmpty() && closed.getCount() > 0) {
                log.warn("PostgreSQL on port {} has died; starting it again", port);
                server.restart(port);
            }
            return "";
        } catch (Failure | IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
