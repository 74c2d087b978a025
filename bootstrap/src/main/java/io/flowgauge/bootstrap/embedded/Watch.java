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
    /** Read and written by the watching thread alone. */
    private boolean away;

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
                if (!trouble.isEmpty() && !trouble.equals(lastTrouble) && open()) log.warn(trouble);
                lastTrouble = trouble;
                pauseMs = trouble.isEmpty() ? LOOK_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells what is wrong and stays so for now; empty: nothing. */
    private String look() {
        try {
            if (server.running().isEmpty() && open()) {
                if (!away) log.warn("PostgreSQL on port {} has died; starting it again", port);
                away = true;
                server.restart(port);
            }
            away = false;
            server.log().bound();
            return "";
        } catch (RuntimeException | IOException e) {
            return e instanceof Failure ? String.valueOf(e.getMessage()) : e.toString();
        }
    }

    private boolean open() {
        return closed.getCount() > 0;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
