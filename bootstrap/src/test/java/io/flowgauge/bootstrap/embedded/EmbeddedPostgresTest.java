package io.flowgauge.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a real server. The data folders lie in a folder of mode 700, so that a run as root shows a server whose user may
 * not enter the folders above its data.
 */
class EmbeddedPostgresTest {
    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private Path data;

    @BeforeAll
    static void open() throws IOException {
        allow(shared);
    }

    @BeforeEach
    void name() {
        data = temp.resolve("it's my data");
    }

    private static void allow(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(data, shared);
    }

    @Test
    void dataAndPortAndPasswordStayFromStartToStart() throws Exception {
        int port;
        String password;
        try (var postgres = start()) {
            Sql.run(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            port = postgres.port();
            password = postgres.password();
        }
        try (var postgres = start()) {
            assertThat(Sql.ask(postgres, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.password()).isEqualTo(password);
        }
    }

    @Test
    void nothingRunsAfterItIsClosedAndClosingTwiceIsHarmless() throws Exception {
        var postgres = start();
        var postmaster = postmaster();
        postgres.close();
        postgres.close();
        assertThat(postmaster.running()).isFalse();
        assertThat(Postmaster.of(postmaster.cluster())).isEmpty();
    }

    @Test
    void anotherServiceIsRefusedTheFolderAndTheFirstGoesOn() throws Exception {
        try (var postgres = start()) {
            for (var attempt : List.of(1, 2)) {
                assertThatThrownBy(this::start)
                        .as("attempt %d", attempt)
                        .isInstanceOf(EmbeddedPostgres.Failure.class)
                        .hasMessage("data folder " + data.toRealPath() + " is used by another Flowgauge (process "
                                + ProcessHandle.current().pid()
                                + "); stop it or set FLOWGAUGE_DATA to another folder");
            }
            assertThat(Sql.ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aKilledServerComesBackOnItsPortWithEverythingCommitted() throws Exception {
        try (var postgres = start()) {
            Sql.run(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            var first = postmaster();
            Postmasters.kill(first);
            Sql.awaitAnswer(postgres, "SELECT answer FROM kept", "42");
            assertThat(postmaster().pid()).isNotEqualTo(first.pid());
            assertThat(postmaster().port()).isEqualTo(postgres.port());
        }
    }

    @Test
    void aPortThatIsTakenMeanwhileIsReplaced() throws Exception {
        int port;
        try (var postgres = start()) {
            port = postgres.port();
        }
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var postgres = start()) {
            assertThat(postgres.port()).isNotEqualTo(taken.getLocalPort());
            assertThat(Files.readString(data.resolve("postgres.port"))).isEqualTo(postgres.port() + "\n");
        }
    }

    @Test
    void aStrangerWithTheNumberOfADeadServerIsLeftAlone() throws Exception {
        start().close();
        var stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    data.resolve("postgres/postmaster.pid"),
                    stranger.pid() + "\n" + data + "/postgres\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n");
            try (var postgres = start()) {
                assertThat(Sql.ask(postgres, "SELECT 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatAKilledServiceLeftHalfMadeIsMadeAnew() throws Exception {
        Archive.makeFolder(data);
        allow(temp);
        var name = Installation.in(shared.resolve("postgres-binaries")).path().getFileName();
        var binaries = data.resolve("postgres-binaries").resolve(name);
        var half = binaries.resolveSibling(name + ".new");
        Archive.makeFolder(half.resolve("bin"));
        Files.createSymbolicLink(half.resolve("bin/initdb"), Path.of("nowhere"));
        Files.createDirectories(data.resolve("postgres.new/base"));
        try (var postgres = start()) {
            assertThat(Sql.ask(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(half).doesNotExist();
            assertThat(data.resolve("postgres.new")).doesNotExist();
            assertThat(binaries.resolve("bin/postgres")).exists();
        }
    }

    @Test
    void aClusterOfAnotherMajorVersionIsRefused() throws Exception {
        start().close();
        Files.writeString(data.resolve("postgres/PG_VERSION"), "17\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgres.Failure.class)
                .hasMessageContaining("is of PostgreSQL 17, and this Flowgauge brings PostgreSQL 18;");
    }

    @Test
    void aLostPasswordFileIsNamed() throws Exception {
        start().close();
        Files.delete(data.resolve("postgres.password"));
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgres.Failure.class)
                .hasMessageContaining("postgres.password is missing");
    }

    @Test
    void aServerThatCannotStartSaysWhy() throws Exception {
        start().close();
        Files.delete(data.resolve("postgres/global/pg_control"));
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgres.Failure.class)
                .hasMessageContaining("did not start: ")
                .hasMessageContaining("pg_control")
                .hasMessageNotContaining("\n");
    }

    private Postmaster postmaster() throws IOException {
        return Postmasters.of(data);
    }
}
