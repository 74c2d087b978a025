package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.MemoryAccounts;
import io.flowgauge.application.port.out.Outage;
import io.flowgauge.domain.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Outage outage = new Outage();
    private final MemoryAccounts accounts = new MemoryAccounts(outage);
    private final KeyRotation rotation = new KeyRotation(accounts.signingKeys(), LIFETIME);

    private List<SigningKey> keys() {
        return accounts.signingKeys().all();
    }

    @Test
    void theFirstStartMakesAKeyOf32Bytes() {
        rotation.rotate(TEN);
        assertThat(keys()).singleElement().satisfies(key -> {
            assertThat(key.secret()).hasSize(32).isNotEqualTo(new byte[32]);
            assertThat(key.created()).isEqualTo(TEN);
        });
    }

    @Test
    void aKeySignsForADay() {
        rotation.rotate(TEN);
        rotation.rotate(TEN.plus(Duration.ofDays(1)).minusMillis(1));
        assertThat(keys()).hasSize(1);

        rotation.rotate(TEN.plus(Duration.ofDays(1)));
        assertThat(keys()).hasSize(2);
        assertThat(keys().get(0).id()).isNotEqualTo(keys().get(1).id());
        assertThat(keys().get(0).secret()).isNotEqualTo(keys().get(1).secret());
    }

    @Test
    void twoNodesThatRotateAtOnceMakeOneKey() {
        rotation.rotate(TEN);
        new KeyRotation(accounts.signingKeys(), LIFETIME).rotate(TEN);
        assertThat(keys()).hasSize(1);
    }

    @Test
    void aKeyStaysWhileATokenOfItMayBeValidAndIsThenRemoved() {
        rotation.rotate(TEN);
        SigningKey first = keys().get(0);
        // Also when rotation was held up for a month: it signed until its successor was made.
        Instant next = TEN.plus(Duration.ofDays(30));
        Instant last = next.plus(LIFETIME).plus(Duration.ofMinutes(5));

        rotation.rotate(next);
        assertThat(keys()).hasSize(2).contains(first);
        rotation.rotate(last);
        assertThat(keys()).hasSize(2).contains(first);
        rotation.rotate(last.plusMillis(1));
        assertThat(keys()).hasSize(1).doesNotContain(first);
    }

    @Test
    void noTokenOutlivesItsKeyInAWeekOfHourlyRotations() {
        record Token(SigningKey key, Instant expires) {}
        var last = new Token(new SigningKey("none", new byte[32], TEN), TEN);
        for (Instant hour = TEN; hour.isBefore(TEN.plus(Duration.ofDays(7))); hour = hour.plus(Duration.ofHours(1))) {
            rotation.rotate(hour);
            if (last.expires().isAfter(hour)) {
                assertThat(keys()).contains(last.key());
            }
            // of the hour's last moment, by a node that has not seen the rotation yet
            last = new Token(
                    keys().get(keys().size() - 1),
                    hour.plus(Duration.ofHours(1)).plus(LIFETIME).minusMillis(1));
            assertThat(keys()).hasSizeBetween(1, 2);
            assertThat(last.key().created()).isAfter(hour.minus(Duration.ofDays(1)));
        }
    }

    @Test
    void noKeyIsLostWhilePostgresIsAway() {
        rotation.rotate(TEN);
        outage.begin();
        assertThatThrownBy(() -> rotation.rotate(TEN.plus(Duration.ofDays(30)))).isInstanceOf(HistoryUnavailable.class);
        outage.end();
        assertThat(keys()).hasSize(1);
    }
}
