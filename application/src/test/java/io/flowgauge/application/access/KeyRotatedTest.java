package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.AdministerKeys.Made;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class KeyRotatedTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final Household household = new Household(new CountedPasswords());
    private final Actor ada = household.actor(household.user("ada", Role.ADMINISTRATOR));

    private ApiKey made(Optional<Instant> expires) {
        return key(household.keys.create(ada, "engine", Role.RECORDER, expires, OptionalInt.empty()));
    }

    private Change<Made> rotate(ApiKey key) {
        return household.keys.rotate(ada, key.id(), OVERLAP);
    }

    private static ApiKey key(Change<Made> change) {
        return ((Change.Done<Made>) change).now().key();
    }

    @Test
    void theNewKeyIsForAsLongAsTheOldOneWasAlsoTheNextTime() {
        ApiKey first = made(Optional.of(TEN.plus(YEAR)));
        household.clock.by(Duration.ofDays(360));
        ApiKey second = key(rotate(first));
        household.clock.by(Duration.ofDays(100));
        ApiKey third = key(rotate(second));

        assertThat(second.expires()).contains(TEN.plus(Duration.ofDays(360)).plus(YEAR));
        assertThat(third.expires()).contains(TEN.plus(Duration.ofDays(460)).plus(YEAR));
    }

    @Test
    void aKeyInItsOverlapIsNotRotatedAgain() {
        ApiKey endless = made(Optional.empty());
        ApiKey yearly = made(Optional.of(TEN.plus(YEAR)));
        rotate(endless);
        rotate(yearly);
        household.clock.by(Duration.ofHours(12));

        assertThat(rotate(endless)).isInstanceOf(Change.Conflict.class);
        assertThat(rotate(yearly)).isInstanceOf(Change.Conflict.class);
        assertThat(household.accounts.apiKeys().hold(ada.tenant(), endless.id()))
                .contains(endless.expiring(TEN.plus(OVERLAP)));
    }

    @Test
    void oneThatEndsSoonIsRotatedForAllThat() {
        ApiKey brief = made(Optional.of(TEN.plus(Duration.ofHours(1))));

        assertThat(key(rotate(brief)).expires()).contains(TEN.plus(Duration.ofHours(1)));
    }
}
