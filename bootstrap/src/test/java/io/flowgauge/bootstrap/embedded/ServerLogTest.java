package io.flowgauge.bootstrap.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    private static final long LIMIT = 16 << 20;

    @TempDir
    Path folder;

    private Path file;
    private ServerLog log;

    @BeforeEach
    void make() {
        file = folder.resolve("postgres.log");
        log = new ServerLog(file);
    }

    @Test
    void itsOwnerAloneCanReadIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFullOneBecomesTheOlderOneAndItsWriterGoesOnAtTheBeginning() throws IOException {
        try (var server = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            fill(LIMIT + 1);
            log.bound();
            server.write("next\n".getBytes(UTF_8));
        }
        assertThat(file).hasContent("next");
        assertThat(folder.resolve("postgres.log.1")).hasSize(LIMIT + 1);
    }

    @Test
    void oneThatIsNotFullStaysAsItIs() throws IOException {
        fill(LIMIT);
        log.bound();
        assertThat(file).hasSize(LIMIT);
        assertThat(folder.resolve("postgres.log.1")).doesNotExist();
    }

    @Test
    void onlyReasonsGivenSinceThenAreTold() throws IOException {
        Files.writeString(file, "2026-01-01 00:00:00 UTC [7] FATAL:  an old story\n");
        var then = log.end();
        Files.writeString(file, """
                2026-01-01 00:00:01 UTC [8] LOG:  starting PostgreSQL
                2026-01-01 00:00:01 UTC [8] LOG:  could not bind IPv4 address "127.0.0.1": Address already in use
                2026-01-01 00:00:01 UTC [8] FATAL:  could not create any TCP/IP sockets
                """, StandardOpenOption.APPEND);
        assertThat(log.reasonsSince(then))
                .isEqualTo("could not bind IPv4 address \"127.0.0.1\": Address already in use;"
                        + " could not create any TCP/IP sockets");
    }

    private void fill(long bytes) throws IOException {
        try (var bare = new RandomAccessFile(file.toFile(), "rw")) {
            bare.setLength(bytes);
        }
    }
}
