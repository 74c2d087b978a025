package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.User;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the ports of accounts keep: {@link Tenants}, {@link Users}, {@link ApiKeys}, {@link SigningKeys}, {@link AccessChanges}. */
public abstract class AccountsContract {
    protected abstract Tenants tenants();

    protected abstract Users users();

    protected abstract ApiKeys apiKeys();

    protected abstract SigningKeys signingKeys();

    protected abstract AccessChanges changes();

    @Test
    void aTenantOfANameIsMadeOnce() {
        Tenant first = tenants().named("paris", ZoneId.of("Europe/Paris"));

        assertThat(tenants().named("paris", ZoneOffset.UTC)).isEqualTo(first);
        assertThat(tenants().all()).contains(first);
    }

    @Test
    void aLoginIsTakenOnce() {
        Tenant tenant = tenants().named("users", ZoneOffset.UTC);
        User ann = users().add(tenant.id(), "ann", "hash", Set.of(Role.VIEWER, Role.ADMINISTRATOR))
                .orElseThrow();

        assertThat(users().add(tenant.id(), "ann", "other", Set.of())).isEmpty();
        assertThat(users().all()).contains(ann);
        assertThat(ann.credentialVersion()).isEqualTo(1);
    }

    @Test
    void aKeyIsRenewedByItsId() {
        Tenant tenant = tenants().named("keys", ZoneOffset.UTC);
        apiKeys().put(new ApiKey("ci", tenant.id(), "a".repeat(64)));
        apiKeys().put(new ApiKey("ci", tenant.id(), "b".repeat(64)));

        assertThat(apiKeys().all())
                .filteredOn(key -> key.id().equals("ci"))
                .containsExactly(new ApiKey("ci", tenant.id(), "b".repeat(64)));
    }

    @Test
    void aSigningKeyIsAddedUnlessANewerOneIsThere() {
        byte[] secret = new byte[32];
        secret[3] = -7;
        signingKeys().addUnlessNewer(new SigningKey("first", secret, TEN), TEN.minusSeconds(100));
        signingKeys().addUnlessNewer(new SigningKey("second", new byte[32], TEN.plusSeconds(1)), TEN.minusSeconds(1));
        signingKeys().addUnlessNewer(new SigningKey("third", new byte[32], TEN.plusSeconds(2)), TEN);

        assertThat(signingKeys().all()).extracting(SigningKey::id).containsExactly("first", "third");
        assertThat(signingKeys().all().get(0).secret()).isEqualTo(secret);
        signingKeys().removeCreatedBefore(TEN.plusSeconds(2));
        assertThat(signingKeys().all()).extracting(SigningKey::id).containsExactly("third");
    }

    @Test
    void everyChangeChangesTheVersion() {
        long before = changes().version();
        assertThat(changes().version()).isEqualTo(before);
        Tenant tenant = tenants().named("changes", ZoneOffset.UTC);
        long afterTenant = changes().version();
        users().add(tenant.id(), "changes", "hash", Set.of());
        long afterUser = changes().version();
        apiKeys().put(new ApiKey("changes", tenant.id(), "c".repeat(64)));

        assertThat(Set.of(before, afterTenant, afterUser, changes().version())).hasSize(4);
    }
}
