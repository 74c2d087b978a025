package io.flowgauge.bootstrap.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.commons.lang3.StringUtils;
import org.tukaani.xz.XZInputStream;

/**
 * A process that starts the embedded server, prints {@code up} with its port, or the failure, and stays until its input
 * ends.
 */
final class Service implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Service(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws IOException {
        try (var postgres = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]))) {
            System.out.println("up " + postgres.port());
            System.in.transferTo(System.err);
        } catch (EmbeddedPostgres.Failure e) {
            System.out.println(e.getMessage());
        }
    }

    /** @param prefix words that change to another user */
    static Service start(Path data, Path shared, List<String> prefix, String classPath) throws IOException {
        var words = new ArrayList<>(prefix);
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Service.class.getName(),
                data.toString(),
                shared.toString()));
        return new Service(new ProcessBuilder(words)
                .directory(shared.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** What it says first that is not logging; empty: it ended without a word. */
    Optional<String> says() throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (!line.contains(" -- ")) return Optional.of(line);
        }
        return Optional.empty();
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As a terminal or a service manager ends it. */
    void terminate() {
        // By its handle, since that leaves its output readable.
        process.toHandle().destroy();
        process.onExit().join();
    }

    /** Ends its input, and so the process in good order. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /** All it needs, copied to where any user can read it. */
    static String classPath(Path folder) throws IOException, URISyntaxException {
        var classes = List.of(
                Service.class,
                EmbeddedPostgres.class,
                org.slf4j.LoggerFactory.class,
                org.postgresql.Driver.class,
                TarArchiveInputStream.class,
                XZInputStream.class,
                IOUtils.class,
                StringUtils.class,
                DigestUtils.class);
        var places = new ArrayList<Path>();
        for (var type : classes) {
            places.add(Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        var binaries = (JarURLConnection) Platform.current().binaries().openConnection();
        places.add(Path.of(binaries.getJarFileURL().toURI()));
        var copies = new ArrayList<Path>();
        for (var place : places) {
            copies.add(copy(place, folder.resolve(copies.size() + "-" + place.getFileName())));
        }
        return copies.stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (var tree = Files.walk(from)) {
            for (var path : (Iterable<Path>) tree::iterator) {
                var copy = to.resolve(from.relativize(path).toString());
                Files.copy(path, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return to;
    }
}
