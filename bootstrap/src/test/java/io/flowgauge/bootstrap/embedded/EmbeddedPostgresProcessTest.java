package io.flowgauge.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services in processes of their own, so that they can be killed. */
class EmbeddedPostgresProcessTest {
    @TempDir
    static Path shared;

    private static String classPath = "";

    @TempDir
    Path temp;

    private Path data;

    @BeforeAll
    static void copyClassPath() throws Exception {
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        classPath = Service.classPath(shared);
    }

    @BeforeEach
    void name() {
        data = temp.resolve("data");
    }

    private Service service() throws IOException {
        return Service.start(data, shared, List.of(), classPath);
    }

    private EmbeddedPostgres here() {
        return EmbeddedPostgres.start(data, shared);
    }

    private static void isUp(String line) {
        assertThat(line).startsWith("up ");
    }

    private void leaveARunningServerBehind() throws Exception {
        try (var service = service()) {
            assertThat(service.says()).hasValueSatisfying(EmbeddedPostgresProcessTest::isUp);
            service.kill();
        }
    }

    @Test
    void theServerOfAKilledServiceIsTakenOverAndLaterStopped() throws Exception {
        leaveARunningServerBehind();
        var left = Postmasters.of(data);
        try (var postgres = here()) {
            assertThat(Postmasters.of(data)).isEqualTo(left);
            assertThat(postgres.port()).isEqualTo(left.port());
            assertThat(Sql.ask(postgres, "SELECT current_database()")).isEqualTo("flowgauge");
        }
        assertThat(left.running()).isFalse();
    }

    @Test
    void aServerLeftWithOtherSettingsIsReplacedAndItsDataKept() throws Exception {
        try (var postgres = here()) {
            Sql.run(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        leaveARunningServerBehind();
        var left = Postmasters.of(data);
        var options = data.resolve("postgres/postmaster.opts");
        Files.writeString(options, Files.readString(options).replace("\"fsync=on\"", "\"fsync=off\""));
        try (var postgres = here()) {
            assertThat(left.running()).isFalse();
            assertThat(Sql.ask(postgres, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(postgres.port()).isEqualTo(left.port());
        }
    }

    @Test
    void aServerThatDiedWithItsServiceRecovers() throws Exception {
        try (var postgres = here()) {
            Sql.run(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        leaveARunningServerBehind();
        Postmasters.kill(Postmasters.of(data));
        try (var postgres = here()) {
            assertThat(Sql.ask(postgres, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void aServiceInAnotherProcessKeepsTheFolder() throws Exception {
        try (var service = service()) {
            assertThat(service.says()).hasValueSatisfying(EmbeddedPostgresProcessTest::isUp);
            assertThatThrownBy(this::here)
                    .isInstanceOf(EmbeddedPostgres.Failure.class)
                    .hasMessage("data folder " + data.toRealPath() + " is used by another Flowgauge (process "
                            + service.pid() + "); stop it or set FLOWGAUGE_DATA to another folder");
            try (var second = service()) {
                assertThat(second.says())
                        .hasValueSatisfying(line -> assertThat(line)
                                .contains("is used by another Flowgauge (process " + service.pid() + ")"));
            }
        }
    }

    @Test
    void aServiceToldToEndWhileItStartsLeavesNoServer() throws Exception {
        var inTime = false;
        for (var attempt = 1; !inTime && attempt <= 5; attempt++) {
            data = temp.resolve("data" + attempt);
            var postmasterNoted = data.resolve("postgres/postmaster.pid");
            try (var service = service()) {
                assertThat(Poll.until(Duration.ofSeconds(60), () -> Files.exists(postmasterNoted)))
                        .isTrue();
                service.terminate();
                // One that was up already is its owner's to close, and this one's owner does not.
                inTime = service.says().filter(line -> line.startsWith("up ")).isEmpty();
            }
            var left = Postmaster.of(DataFolder.at(data).cluster()).filter(Postmaster::running);
            here().close();
            if (inTime) assertThat(left).isEmpty();
        }
        assertThat(inTime).isTrue();
    }

    @Test
    void aUserWhoIsNotRootRunsItToo() throws Exception {
        assumeTrue(Account.forCluster(data) instanceof Account.Lesser, "all the other tests show it");
        var account = (Account.Lesser) Account.forCluster(data);
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(data);
        account.own(data);
        try (var service = Service.start(data, shared, account.prefix(), classPath)) {
            assertThat(service.says()).hasValueSatisfying(EmbeddedPostgresProcessTest::isUp);
            assertThat(Files.getOwner(data.resolve("postgres.password"))).isEqualTo(account.user());
            assertThat(data.resolve("postgres-binaries")).isNotEmptyDirectory();
        }
        try (var postgres = here()) {
            assertThat(Sql.ask(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(Files.getOwner(data.resolve("postgres"))).isEqualTo(account.user());
        }
    }
}
