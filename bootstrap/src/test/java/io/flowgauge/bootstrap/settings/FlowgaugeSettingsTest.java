package io.flowgauge.bootstrap.settings;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flowgauge.application.access.PlainKey;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

/** Settings as Spring Boot binds them from an environment. */
class FlowgaugeSettingsTest {
    private static final String KEY = "fg_ci_0123456789abcdefghijklmn";

    private static FlowgaugeSettings of(Map<String, Object> environment) {
        var all = new StandardEnvironment();
        all.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        return Binder.get(all).bindOrCreate("flowgauge", FlowgaugeSettings.class);
    }

    private static FlowgaugeSettings with(String variable, String value) {
        return of(Map.of(variable, value));
    }

    private static String refusal(String variable, String value) {
        Throwable refused = catchThrowable(() -> with(variable, value));
        assertThat(refused).as(variable + "=" + value).hasRootCauseInstanceOf(BadSetting.class);
        return rootMessage(refused);
    }

    private static String rootMessage(Throwable failure) {
        return failure.getCause() == null ? failure.getMessage() : rootMessage(failure.getCause());
    }

    @Test
    void unsetEachHasItsDefault() {
        FlowgaugeSettings settings = of(Map.of());
        assertThat(settings.data()).isEqualTo(Path.of("data"));
        assertThat(settings.givenAdminPassword()).isEmpty();
        assertThat(settings.givenRecorderKey()).isEmpty();
        assertThat(settings.checkInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.lostAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.tokenLifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.corsOrigins()).isEmpty();
        assertThat(settings.trustedProxies()).isEmpty();
        assertThat(settings.headerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.bodyTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.history().keepSnapshots()).isEqualTo(Duration.ofDays(2));
        assertThat(settings.history().keepMinutes()).isEqualTo(Duration.ofDays(35));
        assertThat(settings.history().keepHours()).isEqualTo(Duration.ofDays(730));
        assertThat(settings.history().keepRuns()).isEqualTo(Duration.ofDays(730));
        assertThat(settings.history().maxSize()).isNull();
        assertThat(settings.history().backlog()).isEqualTo(1_000_000);
        assertThat(settings.reporting().maxQuery()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void eachIsSetByItsVariable() {
        FlowgaugeSettings settings = of(Map.ofEntries(
                entry("FLOWGAUGE_DATA", "/srv/flowgauge"),
                entry("FLOWGAUGE_ADMIN_PASSWORD", "correct horse"),
                entry("FLOWGAUGE_RECORDER_KEY", KEY),
                entry("FLOWGAUGE_CHECK_INTERVAL", "30s"),
                entry("FLOWGAUGE_LOST_AFTER", "5m"),
                entry("FLOWGAUGE_TOKEN_LIFETIME", "1h"),
                entry("FLOWGAUGE_CORS_ORIGINS", "https://flows.example.com, http://localhost:5173"),
                entry("FLOWGAUGE_TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8::7"),
                entry("FLOWGAUGE_HEADER_TIMEOUT", "5s"),
                entry("FLOWGAUGE_BODY_TIMEOUT", "2m"),
                entry("FLOWGAUGE_HISTORY_KEEP_SNAPSHOTS", "7d"),
                entry("FLOWGAUGE_HISTORY_KEEP_MINUTES", "70d"),
                entry("FLOWGAUGE_HISTORY_KEEP_HOURS", "800d"),
                entry("FLOWGAUGE_HISTORY_KEEP_RUNS", "900d"),
                entry("FLOWGAUGE_HISTORY_MAX_SIZE", "40GB"),
                entry("FLOWGAUGE_HISTORY_BACKLOG", "5000"),
                entry("FLOWGAUGE_REPORTING_MAX_QUERY", "30m")));
        assertThat(settings.data()).isEqualTo(Path.of("/srv/flowgauge"));
        assertThat(settings.givenAdminPassword()).contains("correct horse");
        assertThat(settings.givenRecorderKey()).contains(new PlainKey("ci", "0123456789abcdefghijklmn"));
        assertThat(settings.checkInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.lostAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.tokenLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.corsOrigins()).containsExactly("https://flows.example.com", "http://localhost:5173");
        assertThat(settings.trustedProxies()).containsExactly("10.0.0.0/8", "2001:db8::7");
        assertThat(settings.headerTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.bodyTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.history().keepSnapshots()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.history().keepMinutes()).isEqualTo(Duration.ofDays(70));
        assertThat(settings.history().keepHours()).isEqualTo(Duration.ofDays(800));
        assertThat(settings.history().keepRuns()).isEqualTo(Duration.ofDays(900));
        assertThat(settings.history().maxSize()).isEqualTo(DataSize.ofGigabytes(40));
        assertThat(settings.history().backlog()).isEqualTo(5_000);
        assertThat(settings.reporting().maxQuery()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void theVariablesWithoutTheDashBindToo() {
        FlowgaugeSettings settings = of(Map.of(
                "FLOWGAUGE_CHECKINTERVAL", "30s",
                "FLOWGAUGE_HISTORY_KEEPSNAPSHOTS", "9d"));
        assertThat(settings.checkInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.history().keepSnapshots()).isEqualTo(Duration.ofDays(9));
    }

    /** As a compose file passes on what is not set. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FLOWGAUGE_DATA",
                "FLOWGAUGE_ADMIN_PASSWORD",
                "FLOWGAUGE_RECORDER_KEY",
                "FLOWGAUGE_CHECK_INTERVAL",
                "FLOWGAUGE_LOST_AFTER",
                "FLOWGAUGE_TOKEN_LIFETIME",
                "FLOWGAUGE_CORS_ORIGINS",
                "FLOWGAUGE_TRUSTED_PROXIES",
                "FLOWGAUGE_HEADER_TIMEOUT",
                "FLOWGAUGE_BODY_TIMEOUT",
                "FLOWGAUGE_HISTORY_KEEP_SNAPSHOTS",
                "FLOWGAUGE_HISTORY_KEEP_MINUTES",
                "FLOWGAUGE_HISTORY_KEEP_HOURS",
                "FLOWGAUGE_HISTORY_KEEP_RUNS",
                "FLOWGAUGE_HISTORY_MAX_SIZE",
                "FLOWGAUGE_REPORTING_MAX_QUERY"
            })
    void anEmptyVariableIsAnUnsetOne(String variable) {
        assertThat(with(variable, "")).isEqualTo(of(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOWGAUGE_CHECK_INTERVAL, 1s",
        "FLOWGAUGE_CHECK_INTERVAL, 1h",
        "FLOWGAUGE_LOST_AFTER, 2s",
        "FLOWGAUGE_LOST_AFTER, 2500ms",
        "FLOWGAUGE_LOST_AFTER, 1d",
        "FLOWGAUGE_TOKEN_LIFETIME, 10s",
        "FLOWGAUGE_TOKEN_LIFETIME, 1d",
        "FLOWGAUGE_CORS_ORIGINS, http://127.0.0.1:65535",
        "FLOWGAUGE_CORS_ORIGINS, https://[::1]:8443",
        "FLOWGAUGE_TRUSTED_PROXIES, 128.0.0.0/1",
        "FLOWGAUGE_TRUSTED_PROXIES, 10.0.0.7/32",
        "FLOWGAUGE_TRUSTED_PROXIES, fd00::/8",
        "FLOWGAUGE_TRUSTED_PROXIES, ::1/128",
        "FLOWGAUGE_HEADER_TIMEOUT, 1s",
        "FLOWGAUGE_HEADER_TIMEOUT, 5m",
        "FLOWGAUGE_BODY_TIMEOUT, 1s",
        "FLOWGAUGE_BODY_TIMEOUT, 1h",
        "FLOWGAUGE_HISTORY_KEEP_SNAPSHOTS, 1d",
        "FLOWGAUGE_HISTORY_KEEP_SNAPSHOTS, 48h",
        "FLOWGAUGE_HISTORY_KEEP_SNAPSHOTS, 35d",
        "FLOWGAUGE_HISTORY_KEEP_MINUTES, 2d",
        "FLOWGAUGE_HISTORY_KEEP_MINUTES, 730d",
        "FLOWGAUGE_HISTORY_KEEP_HOURS, 35d",
        "FLOWGAUGE_HISTORY_KEEP_RUNS, 36500d",
        "FLOWGAUGE_HISTORY_MAX_SIZE, 64MB",
        "FLOWGAUGE_HISTORY_MAX_SIZE, 1TB",
        "FLOWGAUGE_HISTORY_BACKLOG, 1000",
        "FLOWGAUGE_HISTORY_BACKLOG, 100000000",
        "FLOWGAUGE_REPORTING_MAX_QUERY, 1s",
        "FLOWGAUGE_REPORTING_MAX_QUERY, 1d"
    })
    void aValueAtItsBoundIsTaken(String variable, String value) {
        assertThatCode(() -> with(variable, value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHECK_INTERVAL | 999ms | flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL) is 999ms, must be 1s to 1h",
                "CHECK_INTERVAL | 3601s | flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL) is 3601s, must be 1s to 1h",
                "CHECK_INTERVAL | 0s | flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL) is 0ms, must be 1s to 1h",
                "CHECK_INTERVAL | -5s | flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL) is -5s, must be 1s to 1h",
                "CHECK_INTERVAL | 10 | flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL) is 10ms, must be 1s to 1h",
                "CHECK_INTERVAL | 2500ms | flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL) is 2500ms, must be whole seconds",
                "LOST_AFTER | 1999ms | flowgauge.lost-after (FLOWGAUGE_LOST_AFTER) is 1999ms, must be 2s to 1d",
                "LOST_AFTER | 25h | flowgauge.lost-after (FLOWGAUGE_LOST_AFTER) is 25h, must be 2s to 1d",
                "TOKEN_LIFETIME | 9s | flowgauge.token-lifetime (FLOWGAUGE_TOKEN_LIFETIME) is 9s, must be 10s to 1d",
                "TOKEN_LIFETIME | 1441m | flowgauge.token-lifetime (FLOWGAUGE_TOKEN_LIFETIME) is 1441m, must be 10s to 1d",
                "TOKEN_LIFETIME | 10500ms | flowgauge.token-lifetime (FLOWGAUGE_TOKEN_LIFETIME) is 10500ms, must be whole seconds",
                "HEADER_TIMEOUT | 999ms | flowgauge.header-timeout (FLOWGAUGE_HEADER_TIMEOUT) is 999ms, must be 1s to 5m",
                "HEADER_TIMEOUT | 301s | flowgauge.header-timeout (FLOWGAUGE_HEADER_TIMEOUT) is 301s, must be 1s to 5m",
                "BODY_TIMEOUT | 999ms | flowgauge.body-timeout (FLOWGAUGE_BODY_TIMEOUT) is 999ms, must be 1s to 1h",
                "BODY_TIMEOUT | 61m | flowgauge.body-timeout (FLOWGAUGE_BODY_TIMEOUT) is 61m, must be 1s to 1h",
                "HISTORY_KEEP_SNAPSHOTS | 23h | flowgauge.history.keep-snapshots is 23h, must be 1d to 36500d",
                "HISTORY_KEEP_SNAPSHOTS | 36501d | flowgauge.history.keep-snapshots is 36501d, must be 1d to 36500d",
                "HISTORY_KEEP_SNAPSHOTS | 36h | flowgauge.history.keep-snapshots is 36h, must be whole days",
                "HISTORY_KEEP_SNAPSHOTS | 36d | flowgauge.history.keep-minutes is 35d, must be at least flowgauge.history.keep-snapshots, which is 36d: minutes are made from checks",
                "HISTORY_KEEP_MINUTES | 1d | flowgauge.history.keep-minutes is 1d, must be at least flowgauge.history.keep-snapshots, which is 2d: minutes are made from checks",
                "HISTORY_KEEP_MINUTES | 0d | flowgauge.history.keep-minutes is 0ms, must be 1d to 36500d",
                "HISTORY_KEEP_HOURS | 34d | flowgauge.history.keep-hours is 34d, must be at least flowgauge.history.keep-minutes, which is 35d: hours are made from minutes",
                "HISTORY_KEEP_RUNS | 729d | flowgauge.history.keep-runs is 729d, must be at least flowgauge.history.keep-hours, which is 730d: hours are of tasks of runs",
                "HISTORY_KEEP_RUNS | 36501d | flowgauge.history.keep-runs is 36501d, must be 1d to 36500d",
                "HISTORY_MAX_SIZE | 63MB | flowgauge.history.max-size is 66060288 bytes, must be 64MB or more",
                "HISTORY_MAX_SIZE | 100 | flowgauge.history.max-size is 100 bytes, must be 64MB or more",
                "HISTORY_BACKLOG | 999 | flowgauge.history.backlog is 999, must be 1000 to 100000000 snapshots",
                "HISTORY_BACKLOG | 100000001 | flowgauge.history.backlog is 100000001, must be 1000 to 100000000 snapshots",
                "HISTORY_BACKLOG | -1 | flowgauge.history.backlog is -1, must be 1000 to 100000000 snapshots",
                "REPORTING_MAX_QUERY | 999ms | flowgauge.reporting.max-query is 999ms, must be 1s to 1d",
                "REPORTING_MAX_QUERY | 25h | flowgauge.reporting.max-query is 25h, must be 1s to 1d"
            })
    void aValuePastItsBoundIsRefusedWithSettingValueAndRule(String variable, String value, String message) {
        assertThat(refusal("FLOWGAUGE_" + variable, value)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "flows.example.com",
                "ftp://flows.example.com",
                "https://flows.example.com/",
                "https://flows.example.com/page",
                "https://*.example.com",
                "https://Flows.example.com",
                "HTTPS://flows.example.com",
                "https://flows.example.com:443",
                "http://flows.example.com:80",
                "https://flows.example.com:65536",
                "https://user@flows.example.com",
                "https://flows.example.com?x",
                "https://flows.example.com#x",
                "https://flöws.example.com",
                "https://a b.example.com",
                "https://"
            })
    void whatIsNoOriginIsRefusedWithOneThatIs(String origin) {
        assertThat(refusal("FLOWGAUGE_CORS_ORIGINS", "https://flows.example.com," + origin))
                .isEqualTo(
                        "flowgauge.cors-origins (FLOWGAUGE_CORS_ORIGINS) holds \"" + origin
                                + "\", which is no origin as browsers send it, such as https://flows.example.com or http://localhost:5173:"
                                + " a scheme and a host in lower case, a port unless it is the scheme's own, and nothing after it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy.example.com | is no IP address",
                "10.0.0 | is no IP address",
                "010.0.0.1 | is no IP address",
                "10.0.0.256 | is no IP address",
                "10.0.0.1/x | has no prefix of 1 to 32 bits",
                "10.0.0.0/33 | has no prefix of 1 to 32 bits",
                "0.0.0.0/0 | has no prefix of 1 to 32 bits; list the proxies, not everybody",
                "::/0 | has no prefix of 1 to 128 bits",
                "fd00::/129 | has no prefix of 1 to 128 bits",
                "10.0.0.1/8 | has bits set behind its prefix; use its network's first address",
                "10.0.0.0/-8 | has no prefix of 1 to 32 bits",
                "10.0.0.0/ | has no prefix of 1 to 32 bits",
                "fe80::1%eth0 | is no IP address",
                "::1:: | is no IP address",
                "* | is no IP address"
            })
    void whatIsNoAddressOfAProxyIsRefused(String proxy, String why) {
        assertThat(refusal("FLOWGAUGE_TRUSTED_PROXIES", "127.0.0.1," + proxy))
                .startsWith("flowgauge.trusted-proxies (FLOWGAUGE_TRUSTED_PROXIES) holds \"" + proxy + "\"")
                .contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOWGAUGE_CHECK_INTERVAL, soon",
        "FLOWGAUGE_LOST_AFTER, 2 weeks",
        "FLOWGAUGE_TOKEN_LIFETIME, 10sec",
        "FLOWGAUGE_HISTORY_KEEP_SNAPSHOTS, forever",
        "FLOWGAUGE_HISTORY_MAX_SIZE, much",
        "FLOWGAUGE_HISTORY_MAX_SIZE, 40 gigs",
        "FLOWGAUGE_REPORTING_MAX_QUERY, long",
        "FLOWGAUGE_HISTORY_BACKLOG, many",
        "FLOWGAUGE_HISTORY_BACKLOG, ''",
        "FLOWGAUGE_HISTORY_BACKLOG, 1000000000000",
        "FLOWGAUGE_HISTORY_BACKLOG, 1e6"
    })
    void whatIsNoDurationOrNumberIsRefused(String variable, String value) {
        assertThatThrownBy(() -> with(variable, value)).isInstanceOf(BindException.class);
    }

    @Test
    void aRecordersSecretHasItsLengthAndIsNotRepeated() {
        assertThat(refusal("FLOWGAUGE_RECORDER_KEY", "fg_ci_0123456789abcdefghijklm"))
                .isEqualTo(
                        "flowgauge.recorder-key (FLOWGAUGE_RECORDER_KEY) has a secret of 23 characters, must have 24 to 512");
        assertThat(refusal("FLOWGAUGE_RECORDER_KEY", "fg_ci_" + "x".repeat(513)))
                .startsWith("flowgauge.recorder-key (FLOWGAUGE_RECORDER_KEY) ")
                .contains("24 to 512")
                .doesNotContain("xxx");
        assertThat(with("FLOWGAUGE_RECORDER_KEY", "fg_ci_" + "x".repeat(512)).givenRecorderKey())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdefghijklmn",
                "fg_0123456789abcdefghijklmn",
                "fg_my-ci_0123456789abcdefghijklmn",
                "fg_ci_0123456789 abcdefghijklmn",
                "fg_ci_0123456789äbcdefghijklmn"
            })
    void aRecordersKeyHasItsFormAndIsNotRepeated(String key) {
        assertThat(refusal("FLOWGAUGE_RECORDER_KEY", key))
                .isEqualTo(
                        "flowgauge.recorder-key (FLOWGAUGE_RECORDER_KEY) has not the form fg_<id>_<secret>, with 1 to 64"
                                + " letters or digits as id and 24 to 512 ASCII characters without white space as secret");
    }

    @Test
    void noSecretIsInTheText() {
        assertThat(of(Map.of("FLOWGAUGE_ADMIN_PASSWORD", "correct horse", "FLOWGAUGE_RECORDER_KEY", KEY))
                        .toString())
                .contains("checkInterval=PT10S")
                .doesNotContain("correct horse", "0123456789");
    }

    @Test
    void eachStandsInTheOperatorsTable() throws IOException {
        List<String> properties = new ArrayList<>();
        collect("flowgauge", FlowgaugeSettings.class, properties);
        assertThat(properties).contains("flowgauge.data", "flowgauge.history.backlog", "flowgauge.reporting.max-query");

        String table = Files.readString(Path.of("../docs/settings.md"));
        for (String property : properties) {
            String variable = property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
            assertThat(table).contains("| `" + variable + "` [`" + property + "`] |");
        }
        assertThat(table.lines().filter(line -> line.startsWith("| `FLOWGAUGE_")))
                .as("and no other does")
                .hasSameSizeAs(properties);
    }

    private static void collect(String prefix, Class<?> record, List<String> properties) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                collect(name, component.getType(), properties);
            } else {
                properties.add(name);
            }
        }
    }
}
