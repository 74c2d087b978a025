package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.port.out.AccessChanges;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.MemoryAccounts;
import io.flowgauge.application.port.out.Outage;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {
    private static final PlainKey KEY = new PlainKey("ci", "0123456789abcdefghijklmn");

    private final Outage outage = new Outage();
    private final MemoryAccounts accounts = new MemoryAccounts(outage);
    private Tenant paris;
    private User ann;
    private Directory directory;

    @BeforeEach
    void parisAndAnnAreThere() {
        paris = accounts.tenants().named("paris", ZoneOffset.UTC);
        ann = add("ann");
        accounts.apiKeys().put(KEY.recorder(paris.id(), TEN));
        addKey("first", TEN);
        directory = directory(accounts.changes());
    }

    private Directory directory(AccessChanges changes) {
        return new Directory(accounts.tenants(), accounts.users(), accounts.apiKeys(), accounts.signingKeys(), changes);
    }

    private User add(String login) {
        return accounts.users()
                .add(new NewUser(paris.id(), login, "hash", Set.of(Role.VIEWER), false, TEN))
                .orElseThrow();
    }

    private Optional<TenantId> tenantOf(String key) {
        return PlainKey.parse(key).flatMap(directory::key).map(ApiKey::tenant);
    }

    private void addKey(String id, Instant created) {
        accounts.signingKeys().addUnlessNewer(new SigningKey(id, new byte[32], created), Instant.MAX);
    }

    private void knowsWhatItKnew() {
        assertThat(directory.tenantName(paris.id())).isEqualTo("paris");
        assertThat(directory.login("ann")).contains(ann);
        assertThat(directory.user(ann.id(), paris.id(), 1)).contains(ann);
        assertThat(tenantOf(KEY.text())).contains(paris.id());
        assertThat(directory.newestSigningKey().id()).isEqualTo("first");
        assertThat(directory.signingKey("first")).isPresent();
    }

    @Test
    void itKnowsWhatWasThereWhenItWasMade() {
        knowsWhatItKnew();
    }

    @Test
    void aRefreshTakesOverEveryKindOfChange() {
        Tenant rome = accounts.tenants().named("rome", ZoneOffset.UTC);
        User ben = add("ben");
        PlainKey renewed = new PlainKey("ci", "zyxwvutsrqponmlkjihgfedc");
        accounts.apiKeys().put(renewed.recorder(rome.id(), TEN));
        addKey("second", TEN.plusSeconds(1));
        accounts.signingKeys().removeCreatedBefore(TEN.plusSeconds(1));
        assertThat(directory.login("ben")).isEmpty();

        directory.refresh();

        assertThat(directory.tenantName(rome.id())).isEqualTo("rome");
        assertThat(directory.login("ben")).contains(ben);
        assertThat(directory.user(ben.id(), paris.id(), 1)).contains(ben);
        assertThat(tenantOf(KEY.text())).isEmpty();
        assertThat(tenantOf(renewed.text())).contains(rome.id());
        assertThat(directory.newestSigningKey().id()).isEqualTo("second");
        assertThat(directory.signingKey("first")).isEmpty();
    }

    @Test
    void nothingIsReadAgainWhileNothingChanged() {
        directory.refresh();
        AtomicInteger asked = new AtomicInteger();
        Directory counted = directory(() -> {
            asked.incrementAndGet();
            return accounts.changes().version();
        });
        counted.refresh();
        assertThat(asked).as("once by the first reading, once by the refresh").hasValue(2);
    }

    @Test
    void whatWasKnownStaysWhilePostgresIsAway() {
        add("ben");
        outage.begin();
        assertThatThrownBy(directory::refresh).isInstanceOf(HistoryUnavailable.class);
        knowsWhatItKnew();

        outage.end();
        directory.refresh();
        knowsWhatItKnew();
        assertThat(directory.login("ben")).isPresent();
    }

    @Test
    void aRefreshThatBreaksHalfWayChangesNothingAndIsDoneNextTime() {
        AtomicInteger asked = new AtomicInteger();
        directory = directory(() -> {
            long version = accounts.changes().version();
            // 1 the first reading; 2 the refresh that asks; 3 its reading, which breaks right after
            if (asked.incrementAndGet() == 3) {
                outage.begin();
            }
            return version;
        });
        add("ben");
        assertThatThrownBy(directory::refresh).isInstanceOf(HistoryUnavailable.class);
        knowsWhatItKnew();
        assertThat(directory.login("ben")).isEmpty();

        outage.end();
        directory.refresh();
        assertThat(directory.login("ben")).isPresent();
    }

    @Test
    void aChangeDuringAReadingIsSeenByTheNextRefresh() {
        Users users = accounts.users();
        Users changedOnceRead = new Users() {
            private boolean changed;

            @Override
            public List<User> all() {
                List<User> read = users.all();
                if (!changed) {
                    changed = true;
                    accounts.changeCredentials("ann");
                }
                return read;
            }

            @Override
            public List<User> hold() {
                return users.hold();
            }

            @Override
            public Optional<User> share(UserId id) {
                return users.share(id);
            }

            @Override
            public Optional<User> add(NewUser user) {
                return users.add(user);
            }

            @Override
            public void replace(User user) {
                users.replace(user);
            }

            @Override
            public void remove(UserId id) {
                users.remove(id);
            }
        };
        directory = new Directory(
                accounts.tenants(), changedOnceRead, accounts.apiKeys(), accounts.signingKeys(), accounts.changes());
        assertThat(directory.user(ann.id(), paris.id(), 1)).isPresent();

        directory.refresh();
        assertThat(directory.user(ann.id(), paris.id(), 1)).isEmpty();
        assertThat(directory.user(ann.id(), paris.id(), 2)).isPresent();
    }

    @Test
    void aTokenOfAnOlderCredentialVersionIsNobodys() {
        accounts.changeCredentials("ann");
        directory.refresh();

        assertThat(directory.user(ann.id(), paris.id(), 1)).isEmpty();
        assertThat(directory.user(ann.id(), paris.id(), 2)).isPresent();
        assertThat(directory.user(ann.id(), paris.id(), 3)).isEmpty();
    }

    @Test
    void aTokenOfAnotherTenantOrAnUnknownUserIsNobodys() {
        assertThat(directory.user(ann.id(), new TenantId(77), 1)).isEmpty();
        assertThat(directory.user(new UserId(77), paris.id(), 1)).isEmpty();
    }

    @Test
    void loginsAreTakenLetterForLetter() {
        assertThat(directory.login("Ann")).isEmpty();
        assertThat(directory.login("ann ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fg_ci_0123456789abcdefghijklmN",
                "fg_ci_0123456789abcdefghijklm",
                "fg_ci_0123456789abcdefghijklmn ",
                "fg_CI_0123456789abcdefghijklmn",
                "fg_other_0123456789abcdefghijklmn",
                "fg_ci_",
                "fg_ci",
                "ci_0123456789abcdefghijklmn",
                "0123456789abcdefghijklmn",
                ""
            })
    void aKeyThatIsWrongUnknownOrMalformedIsNobodys(String key) {
        assertThat(tenantOf(key)).isEmpty();
    }

    @Test
    void anUnknownTenantOrNoSigningKeyIsAFault() {
        assertThatThrownBy(() -> directory.tenantName(new TenantId(77)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tenant 77 is not known");
        accounts.signingKeys().removeCreatedBefore(Instant.MAX);
        directory.refresh();
        assertThatThrownBy(directory::newestSigningKey)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no signing key");
        assertThat(directory.signingKey("first")).isEmpty();
    }
}
