package io.flowgauge.bootstrap.embedded;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's programs, unpacked. Each packaging of them has a folder of its own, kept from start to start. */
record Installation(Path path) {
    private static final Logger log = LoggerFactory.getLogger(Installation.class);

    /** Unpacks this machine's binaries below the folder, unless they are there. */
    static Installation in(Path home) throws IOException {
        return in(home, Platform.current());
    }

    // One at a time in this process; the file lock, which cannot do that, keeps other processes out.
    private static synchronized Installation in(Path home, Platform platform) throws IOException {
        var archive = platform.binaries();
        var path = home.resolve(platform.name() + "-" + fingerprint(archive));
        Archive.makeFolder(home);
        try (var channel = FileChannel.open(
                        home.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (!Files.exists(path)) {
                log.info("Unpacking PostgreSQL for {} into {}", platform.name(), path);
                var unfinished = home.resolve(path.getFileName() + ".new");
                DataFolder.deleteTree(unfinished);
                Archive.unpack(archive, unfinished);
                Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            }
            lock.release();
        }
        return new Installation(path.toRealPath());
    }

    private static String fingerprint(URL archive) throws IOException {
        // The jar's own checksum of it, so that a start need not read all of it.
        if (archive.openConnection() instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        throw new IOException(archive + " is not in a jar");
    }

    String program(String name) {
        return path.resolve("bin").resolve(name).toString();
    }

    /** Of the clusters that these programs make and read; from the head of the file that makes them. */
    String majorVersion() throws IOException {
        try (var lines = Files.lines(path.resolve("share/postgresql/postgres.bki"))) {
            return lines.findFirst().orElseThrow().replace("# PostgreSQL", "").trim();
        }
    }
}
