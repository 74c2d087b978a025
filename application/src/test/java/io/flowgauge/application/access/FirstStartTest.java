package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.access.FirstStart.MadeUp;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.MemoryAccounts;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FirstStartTest {
    private static final PlainKey GIVEN = new PlainKey("ci", "0123456789abcdefghijklmn");
    private static final MadeUp NOTHING = new MadeUp(Optional.empty(), Optional.empty());

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final CountedPasswords passwords = new CountedPasswords();

    private MadeUp start(String password, PlainKey key) {
        return starting(accounts).prepare(Optional.ofNullable(password), Optional.ofNullable(key));
    }

    private FirstStart starting(MemoryAccounts on) {
        return new FirstStart(
                on.tenants(),
                on.users(),
                on.apiKeys(),
                passwords,
                (password, login) -> Optional.of("too easy").filter(why -> password.startsWith("easy")),
                on.transactions(),
                on.trail(),
                () -> TEN);
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
        MadeUp other = starting(others).prepare(Optional.empty(), Optional.empty());
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

    private Tenant tenant(String name, Tenant.State state) {
        Tenant tenant = accounts.tenants().named(name, ZoneOffset.UTC);
        Tenant then = new Tenant(tenant.id(), name, tenant.zone(), state);
        accounts.tenants().replace(then);
        return then;
    }

    private List<TenantId> tenantsOf(PlainKey key) {
        return accounts.apiKeys().all().stream()
                .filter(one -> one.id().equals(key.id()))
                .map(ApiKey::tenant)
                .toList();
    }

    @Test
    void aKnownKeyStaysInItsTenantHoweverThatIsCalled() {
        start(null, GIVEN);
        Tenant renamed = new Tenant(tenant().id(), "paris", ZoneOffset.UTC, Tenant.State.ACTIVE);
        accounts.tenants().replace(renamed);
        start(null, GIVEN);
        assertThat(tenant()).isEqualTo(renamed);

        tenant("default", Tenant.State.ACTIVE);
        start(null, GIVEN);
        start(null, new PlainKey("ci", "zyxwvutsrqponmlkjihgfedc"));
        assertThat(tenantsOf(GIVEN)).containsExactly(renamed.id());
    }

    @Test
    void aNewKeyIsOfTheTenantOfTheFirstStartWhateverItIsCalled() {
        start(null, null);
        Tenant renamed = new Tenant(tenant().id(), "paris", ZoneOffset.UTC, Tenant.State.ACTIVE);
        accounts.tenants().replace(renamed);
        start(null, GIVEN);
        assertThat(tenantsOf(GIVEN)).containsExactly(renamed.id());

        Tenant made = tenant("default", Tenant.State.ACTIVE);
        PlainKey other = new PlainKey("other", GIVEN.secret());
        start(null, other);
        assertThat(tenantsOf(other)).containsExactly(made.id());
    }

    @Test
    void aKeyWhoseTenantIsGoneComesBackInNoOtherOne() {
        Tenant first = tenant("first", Tenant.State.DELETING);
        Tenant another = tenant("another", Tenant.State.ACTIVE);
        start(null, GIVEN);

        assertThat(accounts.apiKeys().all()).isEmpty();
        assertThat(accounts.tenants().all()).containsExactlyInAnyOrder(first, another);
    }

    @Test
    void noKeyIsMadeUpOnceThereIsATenant() {
        tenant("paris", Tenant.State.ACTIVE);

        assertThat(start(null, null).recorderKey()).isEmpty();
        assertThat(accounts.apiKeys().all()).isEmpty();
    }

    @Test
    void anAdminWhoWasRemovedDoesNotComeBackWhileAnotherSuperAdminIsThere() {
        start("correct horse", GIVEN);
        User root = superAdmin("root");
        accounts.users().remove(named("admin").orElseThrow().id());

        assertThat(start("correct horse", GIVEN)).isEqualTo(NOTHING);
        assertThat(accounts.users().all()).containsExactly(root);

        accounts.users().replace(root.withEnabled(false));
        start("correct horse", GIVEN);
        assertThat(named("admin").orElseThrow().is(Role.SUPER_ADMIN)).isTrue();
    }

    @Test
    void anAdminWithoutTheRoleIsGivenItBackWhereNobodyHasIt() {
        start("correct horse", GIVEN);
        User admin = admin();
        accounts.users().replace(admin.withRoles(Set.of(Role.VIEWER)).withEnabled(false));

        start("battery staple", GIVEN);

        assertThat(admin().enabled()).isTrue();
        assertThat(admin().is(Role.SUPER_ADMIN)).isTrue();
        assertThat(admin().passwordHash()).isEqualTo(passwords.hash("battery staple"));
        assertThat(admin().credentialVersion()).isGreaterThan(admin.credentialVersion() + 1);
    }

    private User superAdmin(String login) {
        return accounts.users()
                .add(new NewUser(tenant().id(), login, "hash", Set.of(Role.SUPER_ADMIN), false, TEN))
                .orElseThrow();
    }

    private Optional<User> named(String login) {
        return accounts.users().all().stream()
                .filter(user -> user.login().equals(login))
                .findFirst();
    }

    @Test
    void aGivenPasswordKeepsTheRulesOfPasswords() {
        assertThatThrownBy(() -> start("short", GIVEN))
                .isInstanceOf(FirstStart.WeakPassword.class)
                .hasMessage("the password has 5 characters, must have 12 to 256");
        assertThatThrownBy(() -> start("easy to guess", GIVEN))
                .isInstanceOf(FirstStart.WeakPassword.class)
                .hasMessage("too easy");
        assertThat(accounts.users().all()).isEmpty();

        start("correct horse", GIVEN);
        assertThat(start("short", GIVEN)).as("it is not looked at any more").isEqualTo(NOTHING);
    }

    @Test
    void whatAStartMakesIsInTheAuditTrailOnce() {
        start("correct horse", GIVEN);
        start("correct horse", GIVEN);
        start("correct horse", new PlainKey("ci", "zyxwvutsrqponmlkjihgfedc"));

        AuditTrail.Filter ofTenant = new AuditTrail.Filter(
                tenant().id(), false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(accounts.trail().page(ofTenant, Long.MAX_VALUE, 100))
                .extracting(AuditTrail.Numbered::event)
                .allMatch(event -> event.actor().isEmpty() && event.address().isEmpty())
                .extracting(event -> event.action() + " "
                        + event.target().orElseThrow().name() + ": "
                        + event.detail().orElseThrow())
                .containsExactly(
                        "KEY_CREATED ci: renewed at the start",
                        "KEY_CREATED ci: recorder",
                        "USER_CREATED admin: administrator, super_admin",
                        "TENANT_CREATED default: UTC");
    }
}
