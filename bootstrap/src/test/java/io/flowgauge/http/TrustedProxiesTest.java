package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.http.ServiceApi.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word about a client counts. What the service takes for the client's address shows where it stops failed sign-ins. */
class TrustedProxiesTest {
    private static final AtomicInteger LOGINS = new AtomicInteger();

    private static RunningService behindProxies;
    private static RunningService alone;

    @BeforeAll
    static void start() {
        behindProxies = new RunningService("--flowgauge.trusted-proxies=127.0.0.1,::1,10.0.0.0/8,fd00::/8");
        alone = new RunningService("--flowgauge.trusted-proxies=192.0.2.1");
    }

    @AfterAll
    static void stop() {
        behindProxies.close();
        alone.close();
    }

    private static Answer fails(RunningService service, String login, String... headers) {
        return service.send(HttpRequest.newBuilder(service.uri("/rest/v1/token-auth/issue"))
                .headers(headers)
                .POST(BodyPublishers.ofString("{\"login\":\"" + login + "\",\"password\":\"wrong\"}"))
                .build());
    }

    private static int failsFrom(RunningService service, String login, String forwardedFor) {
        return fails(service, login, "X-Forwarded-For", forwardedFor).status();
    }

    private static String login() {
        return "victim" + LOGINS.incrementAndGet();
    }

    @Test
    void theClientIsTheRightMostAddressThatIsNoTrustedProxy() {
        String login = login();
        for (int failure = 0; failure < 10; failure++) {
            assertThat(failsFrom(behindProxies, login, "198.51.100." + failure + ", 192.0.2.7, 10.0.0." + failure))
                    .isEqualTo(401);
        }
        assertThat(failsFrom(behindProxies, login, "192.0.2.7")).isEqualTo(429);
        assertThat(failsFrom(behindProxies, login, "192.0.2.7:4711")).isEqualTo(429);
        assertThat(failsFrom(behindProxies, login, "203.0.113.1, 192.0.2.7,fd00::1"))
                .isEqualTo(429);
        assertThat(fails(behindProxies, login, "X-Forwarded-For", "203.0.113.1", "X-Forwarded-For", "192.0.2.7")
                        .status())
                .as("in two lines")
                .isEqualTo(429);
        assertThat(failsFrom(behindProxies, login, "192.0.2.8"))
                .as("another client")
                .isEqualTo(401);
    }

    @Test
    void aClientOfTheSixthVersionIsKnownHoweverItIsWritten() {
        String login = login();
        for (int failure = 0; failure < 10; failure++) {
            assertThat(failsFrom(behindProxies, login, "2001:db8::7")).isEqualTo(401);
        }
        assertThat(failsFrom(behindProxies, login, "[2001:db8::7]:4711")).isEqualTo(429);
        assertThat(failsFrom(behindProxies, login, "2001:0DB8:0:0::7")).isEqualTo(429);
        assertThat(failsFrom(behindProxies, login, "2001:db8::8"))
                .as("of the same network")
                .isEqualTo(429);
        assertThat(failsFrom(behindProxies, login, "2001:db8:0:1::7")).isEqualTo(401);
    }

    @Test
    void whoIsNoTrustedProxyCannotPassForAnother() {
        String login = login();
        for (int failure = 0; failure < 10; failure++) {
            assertThat(failsFrom(alone, login, "192.0.2." + failure)).isEqualTo(401);
        }
        assertThat(failsFrom(alone, login, "192.0.2.99")).isEqualTo(429);
        assertThat(fails(alone, login, "X-Forwarded-Proto", "https").header("Strict-Transport-Security"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "unknown",
                "_hidden",
                "evil.example.com",
                "999.1.1.1",
                "1.2.3",
                "[::1",
                "::ffff:1.2.3.4.5",
                "<script>",
                "192.0.2.1, , 10.0.0.1",
                "127.0.0.1, 10.0.0.1",
                "fe80::1%eth0"
            })
    void whatIsNoAddressBreaksNothing(String forwardedFor) {
        assertThat(failsFrom(behindProxies, login(), forwardedFor)).isEqualTo(401);
        assertThat(fails(behindProxies, login(), "X-Forwarded-Proto", forwardedFor)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aVeryLongHeaderBreaksNothing() {
        assertThat(failsFrom(behindProxies, login(), "10.0.0.1,".repeat(800) + "10.0.0.1"))
                .isEqualTo(401);
        assertThat(failsFrom(behindProxies, login(), "x".repeat(7_000))).isEqualTo(401);
    }

    @Test
    void aTrustedProxysWordThatTheClientCameByTlsCounts() {
        assertThat(behindProxies.get("/actuator/health", null).header("Strict-Transport-Security"))
                .isEmpty();
        assertThat(fails(behindProxies, login(), "X-Forwarded-Proto", "https").header("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000");
        assertThat(fails(behindProxies, login(), "X-Forwarded-Proto", "https, http")
                        .header("Strict-Transport-Security"))
                .isEmpty();
        assertThat(behindProxies.get("/actuator/health", null).header("Strict-Transport-Security"))
                .as("of the next request of that connection")
                .isEmpty();
    }

    @Test
    void aForwardedHostIsNeverRepeated() {
        String token = behindProxies.adminToken();
        for (String path : new String[] {"/actuator", "/nowhere", "/api/v1/tasks"}) {
            Answer answer = behindProxies.send(HttpRequest.newBuilder(behindProxies.uri(path))
                    .headers(
                            "Authorization", "Bearer " + token,
                            "X-Forwarded-Host", "evil.example.com",
                            "X-Forwarded-Prefix", "/evil",
                            "Forwarded", "host=evil.example.com;proto=https;for=192.0.2.1")
                    .build());
            assertThat(answer.body() + answer.response().headers()).doesNotContain("evil");
        }
    }
}
