package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.access.FirstStart.MadeUp;
import io.flowgauge.application.port.out.MemoryAccounts;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.User;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirstStartTest {
    private static final PlainKey GIVEN = new PlainKey("ci", "0123456789abcdefghijklmn");
    private static final MadeUp NOTHING = new MadeUp(Optional.empty(), Optional.empty());

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final CountedPasswords passwords = new CountedPasswords();

    private MadeUp start(String password, PlainKey key) {
        return new FirstStart(accounts.tenants(), accounts.users(), accounts.apiKeys(), passwords, () -> TEN)
                .prepare(Optional.ofNullable(password), Optional.ofNullable(key));
    }

    private User admin() {
        assertThat(accounts.users().all()).hasSize(1);
        return accounts.users().all().get(0);
    }

    private Tenant tenant() {
        assertThat(accounts.tenants().all()).hasSize(1);
        return accounts.tenants().all().get(0);
    }

    @Test
    void whatIsNotGivenIsMadeUpAndTold() {
        MadeUp made = start(null, null);

        assertThat(tenant().name()).isEqualTo("default");
        assertThat(tenant().zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(admin().login()).isEqualTo("admin");
        assertThat(admin().tenant()).isEqualTo(tenant().id());
        assertThat(admin().roles()).containsExactlyInAnyOrder(Role.ADMINISTRATOR, Role.SUPER_ADMIN);
        String password = made.adminPassword().orElseThrow();
        assertThat(password).hasSize(20);
        assertThat(admin().passwordHash()).isEqualTo(passwords.hash(password));
        PlainKey key = made.recorderKey().orElseThrow();
        assertThat(key.id()).isEqualTo("default");
        assertThat(accounts.apiKeys().all()).containsExactly(key.recorder(tenant().id(), TEN));
    }

    @Test
    void aTenantThatIsBeingDeletedGetsNothing() {
        Tenant leaving = accounts.tenants().named("default", ZoneId.of("UTC"));
        accounts.tenants().replace(new Tenant(leaving.id(), "default", leaving.zone(), Tenant.State.DELETING));

        assertThat(start(null, PlainKey.random("ci"))).isEqualTo(new MadeUp(Optional.empty(), Optional.empty()));
        assertThat(accounts.users().all()).isEmpty();
        assertThat(accounts.apiKeys().all()).isEmpty();
    }

    @Test
    void noTwoServicesMakeUpTheSame() {
        MadeUp one = start(null, null);
        MemoryAccounts others = new MemoryAccounts();
        MadeUp other = new FirstStart(others.tenants(), others.users(), others.apiKeys(), passwords, () -> TEN)
                .prepare(Optional.empty(), Optional.empty());
        assertThat(one.adminPassword()).isNotEqualTo(other.adminPassword());
        assertThat(one.recorderKey()).isNotEqualTo(other.recorderKey());
    }

    @Test
    void whatIsGivenIsUsedAndNotTold() {
        assertThat(start("correct horse", GIVEN)).isEqualTo(NOTHING);

        assertThat(admin().passwordHash()).isEqualTo(passwords.hash("correct horse"));
        assertThat(accounts.apiKeys().all()).containsExactly(GIVEN.recorder(tenant().id(), TEN));
    }

    @Test
    void aSecondStartMakesNothing() {
        start(null, null);
        User admin = admin();
        ApiKey key = accounts.apiKeys().all().get(0);
        long version = accounts.changes().version();

        assertThat(start(null, null)).isEqualTo(NOTHING);
        assertThat(admin()).isEqualTo(admin);
        assertThat(accounts.apiKeys().all()).containsExactly(key);
        assertThat(accounts.changes().version()).isEqualTo(version);
    }

    @Test
    void aSecondStartWithTheSameKeyChangesNothing() {
        start("correct horse", GIVEN);
        long version = accounts.changes().version();

        assertThat(start("correct horse", GIVEN)).isEqualTo(NOTHING);
        assertThat(accounts.changes().version()).isEqualTo(version);
    }

    @Test
    void aPasswordOfALaterStartIsNotLookedAt() {
        start("correct horse", null);
        assertThat(start("battery staple", null)).isEqualTo(NOTHING);
        assertThat(admin().passwordHash()).isEqualTo(passwords.hash("correct horse"));
    }

    @Test
    void aKeyIsRenewedByItsId() {
        start(null, GIVEN);
        PlainKey renewed = new PlainKey("ci", "zyxwvutsrqponmlkjihgfedc");

        assertThat(start(null, renewed)).isEqualTo(NOTHING);
        assertThat(accounts.apiKeys().all()).containsExactly(renewed.recorder(tenant().id(), TEN));
    }

    @Test
    void aKeyOfAnotherIdIsAddedToTheOneMadeUp() {
        PlainKey madeUp = start(null, null).recorderKey().orElseThrow();
        start(null, GIVEN);
        assertThat(accounts.apiKeys().all())
                .containsExactlyInAnyOrder(madeUp.recorder(tenant().id(), TEN), GIVEN.recorder(tenant().id(), TEN));
    }

    @Test
    void aKeyOfAnotherTenantIsNotTheDefaultTenants() {
        Tenant paris = accounts.tenants().named("paris", ZoneOffset.UTC);
        accounts.apiKeys().put(GIVEN.recorder(paris.id(), TEN));
        assertThat(start(null, null).recorderKey()).isPresent();
    }
}
