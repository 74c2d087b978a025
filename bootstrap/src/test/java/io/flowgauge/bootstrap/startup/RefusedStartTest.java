package io.flowgauge.bootstrap.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.bootstrap.FlowgaugeApplication;
import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import io.flowgauge.persistence.TestPostgres;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service in a process of its own, with what it cannot start with. */
class RefusedStartTest {
    private static final String PASSWORD = "correct-horse-battery";
    private static final String SECRET = "0123456789abcdefghijklmn";
    private static final String PREFIX = " ERROR flowgauge: Flowgauge does not start: ";

    private static final String NO_URL =
            "spring.datasource.url (SPRING_DATASOURCE_URL) is no JDBC URL of PostgreSQL, such as"
                    + " jdbc:postgresql://host:5432/database; the login goes to SPRING_DATASOURCE_USERNAME and"
                    + " SPRING_DATASOURCE_PASSWORD";

    @TempDir
    Path folder;

    private Refusal refusal = new Refusal(1, List.of());

    /** @param said all that the process wrote */
    private record Refusal(int exit, List<String> said) {
        /** Why, from the one line that says so. */
        String why() {
            List<String> lines =
                    said.stream().filter(line -> line.contains(PREFIX)).toList();
            assertThat(lines).as("of " + said).hasSize(1);
            return lines.get(0).substring(lines.get(0).indexOf(PREFIX) + PREFIX.length());
        }
    }

    private Refusal start(Map<String, String> settings) throws Exception {
        Path output = folder.resolve("output");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlowgaugeApplication.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        var environment = new HashMap<>(Map.of(
                "SERVER_PORT",
                "0",
                "FLOWGAUGE_DATA",
                folder.resolve("data").toString(),
                "FLOWGAUGE_ADMIN_PASSWORD",
                PASSWORD,
                "FLOWGAUGE_RECORDER_KEY",
                "fg_ci_" + SECRET));
        environment.putAll(settings);
        environment.values().removeIf(String::isEmpty);
        process.environment().keySet().removeIf(name -> name.startsWith("FLOWGAUGE_") || name.startsWith("SPRING_"));
        process.environment().putAll(environment);
        Process service = process.start();
        try {
            assertThat(service.waitFor(60, TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
        } finally {
            service.destroyForcibly();
        }
        refusal = new Refusal(service.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
        return refusal;
    }

    @AfterEach
    void itEndsWithAnErrorWithoutAStackTraceOrASecret() {
        assertThat(refusal.exit()).isNotZero();
        assertThat(refusal.said())
                .as("one line and, but for what was done so far, no other")
                .filteredOn(line -> !line.contains(" INFO "))
                .singleElement()
                .asString()
                .contains(PREFIX);
        assertThat(refusal.said())
                .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by:"))
                .noneMatch(line -> line.contains(PASSWORD) || line.contains(SECRET.substring(0, 20)));
    }

    private static Map<String, String> own(String url) {
        return Map.of(
                "SPRING_DATASOURCE_URL", url,
                "SPRING_DATASOURCE_USERNAME", "flow",
                "SPRING_DATASOURCE_PASSWORD", PASSWORD);
    }

    @Test
    void aCheckIntervalPastItsBound() throws Exception {
        assertThat(start(Map.of("FLOWGAUGE_CHECK_INTERVAL", "500ms")).why())
                .isEqualTo("flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL) is 500ms, must be 1s to 1h");
        assertThat(folder.resolve("data")).as("nothing was begun").doesNotExist();
    }

    @Test
    void aCheckIntervalThatIsNoDuration() throws Exception {
        assertThat(start(Map.of("FLOWGAUGE_CHECK_INTERVAL", "often")).why())
                .isEqualTo("flowgauge.check-interval is \"often\", which is no duration such as 500ms, 10s, 2m or 1d."
                        + " docs/settings.md tells its unit and bounds");
    }

    @Test
    void aBacklogThatIsNoNumber() throws Exception {
        assertThat(start(Map.of("FLOWGAUGE_HISTORY_BACKLOG", "many")).why())
                .isEqualTo("flowgauge.history.backlog is \"many\", which is no whole number."
                        + " docs/settings.md tells its unit and bounds");
    }

    @Test
    void pagesOfEveryOrigin() throws Exception {
        assertThat(start(Map.of("FLOWGAUGE_CORS_ORIGINS", "*")).why())
                .startsWith("flowgauge.cors-origins (FLOWGAUGE_CORS_ORIGINS) holds \"*\", which is no origin");
    }

    @Test
    void aProxyByItsName() throws Exception {
        assertThat(start(Map.of("FLOWGAUGE_TRUSTED_PROXIES", "10.0.0.7,proxy.example.com"))
                        .why())
                .isEqualTo(
                        "flowgauge.trusted-proxies (FLOWGAUGE_TRUSTED_PROXIES) holds \"proxy.example.com\", which is no IP"
                                + " address, with or without a prefix, such as 10.0.0.7, 10.0.0.0/8 or fd00::/8");
    }

    @Test
    void aRecordersSecretThatIsTooShort() throws Exception {
        String secret = SECRET.substring(1);
        assertThat(start(Map.of("FLOWGAUGE_RECORDER_KEY", "fg_ci_" + secret)).why())
                .isEqualTo(
                        "flowgauge.recorder-key (FLOWGAUGE_RECORDER_KEY) has a secret of 23 characters, must have 24 to 512");
        assertThat(refusal.said()).noneMatch(line -> line.contains(secret));
    }

    @Test
    void aPostgresThatIsNotThere() throws Exception {
        assertThat(start(own("jdbc:postgresql://127.0.0.1:1/flowgauge")).why())
                .startsWith("PostgreSQL cannot be reached: Connection to 127.0.0.1:1 refused")
                .endsWith("Check SPRING_DATASOURCE_URL and that the server runs; or leave it out for an embedded one");
    }

    @Test
    void aLoginThatPostgresDoesNotKnow() throws Exception {
        String url = TestPostgres.freshDatabase().url();
        assertThat(start(own(url)).why()).contains("SPRING_DATASOURCE_USERNAME");
    }

    @Test
    void aDatabaseThatIsNotThere() throws Exception {
        TestPostgres.Database there = TestPostgres.freshDatabase();
        assertThat(start(Map.of(
                                "SPRING_DATASOURCE_URL", there.url().replaceFirst("/[^/?]*(\\?.*)?$", "/nowhere"),
                                "SPRING_DATASOURCE_USERNAME", there.user(),
                                "SPRING_DATASOURCE_PASSWORD", there.password()))
                        .why())
                .contains("database \"nowhere\" does not exist", "SPRING_DATASOURCE_URL");
    }

    @Test
    void aUrlThatIsNotJdbcs() throws Exception {
        assertThat(start(own("postgres://flow:" + PASSWORD + "@127.0.0.1/flowgauge"))
                        .why())
                .isEqualTo(NO_URL);
    }

    @Test
    void aUrlWithAPasswordThatTheDriverDoesNotTake() throws Exception {
        assertThat(start(own("jdbc:postgresql://flow:" + PASSWORD + "@127.0.0.1/flowgauge"))
                        .why())
                .isEqualTo(NO_URL);
    }

    @Test
    void aRoleThatMayNotMakeTheSchema() throws Exception {
        TestPostgres.Database there = TestPostgres.freshDatabase();
        try (Connection connection = there.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE flow_guest LOGIN PASSWORD '" + PASSWORD + "'");
        }
        assertThat(start(Map.of(
                                "SPRING_DATASOURCE_URL",
                                there.url(),
                                "SPRING_DATASOURCE_USERNAME",
                                "flow_guest",
                                "SPRING_DATASOURCE_PASSWORD",
                                PASSWORD))
                        .why())
                .contains("permission denied for database")
                .endsWith(
                        "Grant the role of SPRING_DATASOURCE_USERNAME CREATE on the database, or make it the owner of schemas flowgauge and reporting");
    }

    @Test
    void aDataFolderInUse() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var other = EmbeddedPostgres.start(data)) {
            assertThat(start(Map.of()).why())
                    .isEqualTo("data folder " + data.toRealPath() + " is used by another Flowgauge (process "
                            + ProcessHandle.current().pid()
                            + "); stop it or set FLOWGAUGE_DATA to another folder");
            assertThat(other.port()).isPositive();
        }
    }

    @Test
    void anAdminsPasswordThatIsEasyToGuess() throws Exception {
        TestPostgres.Database own = TestPostgres.freshDatabase();
        assertThat(start(Map.of(
                                "FLOWGAUGE_ADMIN_PASSWORD", "password1234",
                                "SPRING_DATASOURCE_URL", own.url(),
                                "SPRING_DATASOURCE_USERNAME", own.user(),
                                "SPRING_DATASOURCE_PASSWORD", own.password()))
                        .why())
                .startsWith(
                        "flowgauge.admin-password (FLOWGAUGE_ADMIN_PASSWORD) will not do: the password is too easy to guess")
                .endsWith("; or leave it out, and one is made up");
        assertThat(refusal.said()).noneMatch(line -> line.contains("password1234"));
    }

    @Test
    void aPortInUseAtTheFirstStartDoesNotLoseWhatWasMadeUp() throws Exception {
        TestPostgres.Database own = TestPostgres.freshDatabase();
        try (var taken = new ServerSocket(0)) {
            start(Map.of(
                    "SERVER_PORT", Integer.toString(taken.getLocalPort()),
                    "FLOWGAUGE_ADMIN_PASSWORD", "",
                    "FLOWGAUGE_RECORDER_KEY", "",
                    "SPRING_DATASOURCE_URL", own.url(),
                    "SPRING_DATASOURCE_USERNAME", own.user(),
                    "SPRING_DATASOURCE_PASSWORD", own.password()));
            assertThat(refusal.why()).contains(Integer.toString(taken.getLocalPort()));
        }
        assertThat(refusal.said())
                .as("the next start makes nothing any more")
                .anyMatch(line -> line.contains("shown once: user admin, password "))
                .anyMatch(line -> line.contains("shown once: recorder key fg_default_"));
    }
}
