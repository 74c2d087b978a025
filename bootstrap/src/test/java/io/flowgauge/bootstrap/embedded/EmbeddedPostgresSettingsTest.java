package io.flowgauge.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server, asked only. Its data folder can be entered by everybody, so that its user reaches it by its path. */
class EmbeddedPostgresSettingsTest {
    @TempDir
    static Path data;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = EmbeddedPostgres.start(data);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void commitsAreDurableAndChangesCanBeCaptured() throws Exception {
        assertThat(Sql.ask(postgres, "SHOW fsync")).isEqualTo("on");
        assertThat(Sql.ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(Sql.ask(postgres, "SHOW full_page_writes")).isEqualTo("on");
        assertThat(Sql.ask(postgres, "SHOW data_checksums")).isEqualTo("on");
        assertThat(Sql.ask(postgres, "SHOW wal_level")).isEqualTo("logical");
        assertThat(Sql.ask(postgres, "SHOW max_slot_wal_keep_size")).isEqualTo("1GB");
        assertThat(Sql.ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
        assertThat(Sql.ask(postgres, "SHOW server_version")).startsWith("18.");
    }

    @Test
    void onlyWhoKnowsThePasswordEnters() throws Exception {
        var url = postgres.jdbcUrl("flowgauge");
        assertThatThrownBy(() -> DriverManager.getConnection(url, postgres.user(), "guess"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        assertThat(Sql.ask(postgres, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"))
                .isEqualTo("0");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres.password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void onlyTheLoopbackIsListenedOn() throws Exception {
        assertThat(Sql.ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(Sql.ask(postgres, "SHOW unix_socket_directories")).isEmpty();
        var others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        for (var address : others) {
            assertThatThrownBy(() -> {
                        try (var socket = new Socket()) {
                            socket.connect(new InetSocketAddress(address, postgres.port()), 2000);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }
}
