package io.flowgauge.bootstrap.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What the server writes of itself: a file, and before it fills the disk one older file. */
record ServerLog(Path file) {
    /** Bytes. */
    private static final long LIMIT = 16 << 20;

    ServerLog {
        try {
            if (!Files.exists(file)) DataFolder.makePrivate(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the next line will be. */
    long end() throws IOException {
        return Files.size(file);
    }

    /** Empties it when it is full. The server has it open for appending and goes on at the beginning. */
    void bound() throws IOException {
        if (end() <= LIMIT) return;
        Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    /** The reasons the server gave since then; empty if it gave none. */
    String reasonsSince(long position) throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(Math.min(position, end()));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("FATAL:") || line.contains("could not"))
                    .map(line -> line.replaceFirst(".*(FATAL|LOG|WARNING): +", ""))
                    .distinct()
                    .reduce("", (all, line) -> all.isEmpty() ? line : all + "; " + line);
        }
    }
}
