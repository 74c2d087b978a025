package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import io.flowgauge.bootstrap.embedded.Login.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's server: found, started, stopped. Starting and stopping take turns; once stopped, it stays stopped. What
 * runs is asked of the machine each time and never remembered, so servers of earlier services are treated like our own.
 */
final class Server {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Duration TO_START = Duration.ofMinutes(10);
    private static final Duration TO_ANSWER = Duration.ofMinutes(1);
    private static final Duration FOR_ORPHANS = Duration.ofMinutes(1);

    private final Path cluster;
    private final DataFolder folder;
    private final Installation installation;
    private final Reach reach;
    private final Login login;
    private final ServerLog serverLog;
    private volatile boolean stopped;

    Server(DataFolder folder, Installation installation, Reach reach, Login login) {
        this.folder = folder;
        this.cluster = folder.cluster();
        this.installation = installation;
        this.reach = reach;
        this.login = login;
        this.serverLog = new ServerLog(folder.log());
    }

    /** Takes over a server that runs or starts one. @return its port */
    synchronized int start() throws IOException {
        var running = running();
        if (running.isPresent()) {
            var found = running.get();
            if (usable(found)) {
                log.info("Took over PostgreSQL on port {}, left running as process {}", found.port(), found.pid());
                Port.note(folder, found.port());
                return found.port();
            }
            log.info("Replacing PostgreSQL left running as process {}", found.pid());
            end(found);
        }
        var port = Port.choose(folder);
        var reasons = launch(port);
        if (reasons.contains("could not bind")) {
            // Somebody took the port since it was found free.
            port = Port.choose(folder);
            reasons = launch(port);
        }
        if (!reasons.isEmpty()) throw failure(reasons);
        return port;
    }

    /** Starts it on that port and no other, unless it runs or has been stopped for good. */
    synchronized void restart(int port) throws IOException {
        if (stopped || running().isPresent()) return;
        var reasons = launch(port);
        if (!reasons.isEmpty()) throw failure(reasons);
    }

    Optional<Postmaster> running() throws IOException {
        return Postmaster.of(cluster).filter(Postmaster::running);
    }

    ServerLog log() {
        return serverLog;
    }

    /** Returns when no server of this cluster runs; none will be started by this object again. */
    void stop() {
        stopped = true;
        try {
            stopNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void stopNow() throws IOException {
        var running = running();
        if (running.isPresent()) end(running.get());
    }

    private boolean usable(Postmaster found) throws IOException {
        if (found.port() == 0 || !found.startedWith(installation, Settings.of(cluster, found.port()))) return false;
        var answer = Poll.until(
                TO_ANSWER,
                () -> found.running() ? login.tryAt(found.port()) : Answer.NEVER,
                said -> said != Answer.NOT_YET);
        return answer == Answer.YES;
    }

    /** @return why it did not start; empty: it did */
    private String launch(int port) throws IOException {
        var named = Postmaster.of(cluster);
        if (named.isPresent() && named.get().stranger()) named.get().forget();
        // Processes of a server that was killed need a moment to notice.
        var reasons = Poll.until(
                FOR_ORPHANS, () -> tryToLaunch(port), said -> !said.contains("pre-existing shared memory block"));
        if (reasons.isEmpty()) log.info("PostgreSQL is up on port {}", port);
        return reasons;
    }

    private Failure failure(String reasons) {
        return new Failure("PostgreSQL in " + cluster + " did not start: " + reasons + "; see " + serverLog.file());
    }

    /** @return why it did not start; empty: it did */
    private String tryToLaunch(int port) throws IOException {
        if (stopped) return "it has been told to stop";
        var before = serverLog.end();
        var words = List.of(
                installation.program("pg_ctl"),
                "start",
                "--wait",
                "--timeout=" + TO_START.toSeconds(),
                "--pgdata=" + reach.cluster(cluster),
                "--options=" + Settings.quoted(Settings.of(cluster, port)));
        var code = reach.command(cluster, "exec \"$@\"", words).runInto(serverLog.file());
        if (code == 0) return "";
        var reasons = serverLog.reasonsSince(before);
        return reasons.isEmpty() ? "pg_ctl ended with code " + code : reasons;
    }

    private void end(Postmaster postmaster) throws IOException {
        for (var signal : StopSignal.values()) {
            if (!postmaster.running()) return;
            signal.send(reach.account(), postmaster.pid());
            if (Poll.until(signal.patience(), () -> !postmaster.running())) return;
            log.warn(
                    "PostgreSQL (process {}) did not follow SIG{} within {} s",
                    postmaster.pid(),
                    signal,
                    signal.patience().toSeconds());
        }
        throw new IOException("PostgreSQL (process " + postmaster.pid() + ") cannot be stopped");
    }
}
