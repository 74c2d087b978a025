package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LoginThrottle throttle = new LoginThrottle();

    private void fail(int times, String login, String address) {
        for (int failure = 0; failure < times; failure++) {
            throttle.failed(login, address, TEN);
        }
    }

    @Test
    void whoNeverFailedIsNotBlocked() {
        assertThat(throttle.blocked("ann", "192.0.2.1", TEN)).isEmpty();
    }

    @Test
    void theLongerOfTwoWaitsIsTold() {
        fail(10, "ann", "192.0.2.1");
        for (int login = 0; login < 40; login++) {
            throttle.failed("login " + login, "192.0.2.1", TEN.plusSeconds(20));
        }
        assertThat(throttle.blocked("zoe", "192.0.2.1", TEN.plusSeconds(30))).contains(Duration.ofSeconds(30));
        throttle.failed("zoe", "192.0.2.1", TEN.plusSeconds(30));
        assertThat(throttle.blocked("zoe", "192.0.2.1", TEN.plusSeconds(30))).contains(Duration.ofSeconds(30));
        assertThat(throttle.blocked("zoe", "192.0.2.1", TEN.plusSeconds(60))).isEmpty();
    }

    @Test
    void aLoginAndAnAddressOfTheSameTextAreTwo() {
        fail(10, "192.0.2.1", "192.0.2.2");
        assertThat(throttle.blocked("192.0.2.2", "192.0.2.1", TEN)).isEmpty();
    }

    @Test
    void itsMemoryIsBoundedWhateverTheNumberOfAddresses() {
        fail(10, "ann", "attacker");
        for (int address = 0; address < 9_000; address++) {
            throttle.failed("ann", "address " + address, TEN);
        }
        assertThat(throttle.blocked("ann", "attacker", TEN)).contains(MINUTE);
        for (int address = 0; address < 20_000; address++) {
            throttle.failed("ann", "another " + address, TEN);
        }
        assertThat(throttle.blocked("ann", "attacker", TEN))
                .as("who failed longest ago is forgotten")
                .isEmpty();
    }

    @Test
    void whoKeepsTryingIsNotForgottenForTheSakeOfOthers() {
        fail(10, "ann", "attacker");
        for (int address = 0; address < 30_000; address++) {
            throttle.failed("ann", "address " + address, TEN);
            if (address % 1_000 == 0) {
                assertThat(throttle.blocked("ann", "attacker", TEN)).contains(MINUTE);
            }
        }
    }

    // A guess may bring 64 KiB of login; 20,000 of them kept as they came would be more than a gigabyte.
    @Test
    void loginsTooLongToBeAnybodysAreCountedAsOne() {
        for (int failure = 0; failure < 10; failure++) {
            throttle.failed(failure + "x".repeat(60_000), "192.0.2.1", TEN);
        }
        assertThat(throttle.blocked("y".repeat(1_025), "192.0.2.1", TEN)).contains(MINUTE);
        assertThat(throttle.blocked("y".repeat(512), "192.0.2.1", TEN)).isEmpty();
        assertThat(throttle.blocked("", "192.0.2.1", TEN)).isEmpty();
    }
}
