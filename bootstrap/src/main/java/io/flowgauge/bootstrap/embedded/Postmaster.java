package io.flowgauge.bootstrap.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The main process of a cluster's server as the cluster's {@code postmaster.pid} names it; alive, gone, or a stranger
 * that was given the number since.
 *
 * @param port 0: not yet noted
 */
record Postmaster(Path cluster, long pid, int port) {
    private static final String FILE = "postmaster.pid";
    private static final int PORT_LINE = 3;

    static Optional<Postmaster> of(Path cluster) throws IOException {
        try {
            var lines = Files.readAllLines(cluster.resolve(FILE), StandardCharsets.ISO_8859_1);
            if (lines.isEmpty()) return Optional.empty();
            var port = lines.size() > PORT_LINE
                    ? Integer.parseInt(lines.get(PORT_LINE).trim())
                    : 0;
            return Optional.of(
                    new Postmaster(cluster, Long.parseLong(lines.get(0).trim()), port));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            throw new IOException(cluster.resolve(FILE) + " is not as PostgreSQL writes it", e);
        }
    }

    boolean running() {
        return arguments(pid).contains(Settings.mark(cluster));
    }

    /** A process of that number is there and is not this cluster's server, or has ended and waits to be buried. */
    boolean stranger() {
        return ProcessHandle.of(pid).isPresent() && !running();
    }

    /** For when a stranger has the number: PostgreSQL takes it for a server and refuses to start. */
    void forget() throws IOException {
        Files.deleteIfExists(cluster.resolve(FILE));
    }

    /** Whether it runs these programs with these settings. */
    boolean startedWith(Installation installation, List<String> settings) throws IOException {
        var noted = cluster.resolve("postmaster.opts");
        if (!Files.exists(noted)) return false;
        var options = Files.readString(noted, StandardCharsets.UTF_8).trim();
        return options.startsWith(installation.program("postgres") + " ")
                && options.endsWith(" " + Settings.noted(settings));
    }

    /** None if the process is gone. Java tells those of another user's process only to some, Linux tells all. */
    private static List<String> arguments(long pid) {
        if (Files.isDirectory(Path.of("/proc/self"))) {
            try {
                var line = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
                return List.of(line.split("\0"));
            } catch (IOException e) {
                return List.of();
            }
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().arguments())
                .map(List::of)
                .orElse(List.of());
    }
}
