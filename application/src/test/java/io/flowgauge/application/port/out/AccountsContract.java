package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the ports of accounts keep: {@link Tenants}, {@link Users}, {@link ApiKeys}, {@link SigningKeys}, {@link AccessChanges}. */
public abstract class AccountsContract {
    protected abstract Tenants tenants();

    protected abstract Users users();

    protected abstract ApiKeys apiKeys();

    protected abstract SigningKeys signingKeys();

    protected abstract AccessChanges changes();

    protected abstract PageSessions sessions();

    protected abstract AuditTrail trail();

    protected abstract Transactions transactions();

    private static ApiKey key(String id, Tenant tenant, String digit) {
        return new ApiKey(
                id,
                tenant.id(),
                "key " + id,
                Role.VIEWER,
                digit.repeat(64),
                TEN,
                Optional.of(TEN.plusSeconds(60)),
                OptionalInt.of(100),
                Optional.of("ann"));
    }

    @Test
    void aTenantOfANameIsMadeOnce() {
        Tenant first = tenants().named("paris", ZoneId.of("Europe/Paris"));

        assertThat(tenants().named("paris", ZoneOffset.UTC)).isEqualTo(first);
        assertThat(tenants().all()).contains(first);
    }

    @Test
    void aLoginIsTakenOnce() {
        Tenant tenant = tenants().named("users", ZoneOffset.UTC);
        User ann = users().add(
                        new NewUser(tenant.id(), "ann", "hash", Set.of(Role.VIEWER, Role.ADMINISTRATOR), false, TEN))
                .orElseThrow();

        assertThat(users().add(new NewUser(tenant.id(), "ann", "other", Set.of(), false, TEN)))
                .isEmpty();
        assertThat(users().all()).contains(ann);
        assertThat(ann.credentialVersion()).isEqualTo(1);
    }

    @Test
    void aKeyIsRenewedByItsId() {
        Tenant tenant = tenants().named("keys", ZoneOffset.UTC);
        apiKeys().put(key("ci", tenant, "a"));
        apiKeys().put(key("ci", tenant, "b"));

        assertThat(apiKeys().all()).filteredOn(key -> key.id().equals("ci")).containsExactly(key("ci", tenant, "b"));
    }

    @Test
    void aKeyIsHeldInItsTenantAndGivenAnEnd() {
        Tenant tenant = tenants().named("keys", ZoneOffset.UTC);
        Tenant rome = tenants().named("rome", ZoneOffset.UTC);
        ApiKey key = key("ending", tenant, "a");
        apiKeys().add(key);
        long before = changes().version();

        assertThat(held(tenant, "ending")).contains(key);
        assertThat(held(rome, "ending")).isEmpty();
        assertThat(held(tenant, "nobody's")).isEmpty();
        apiKeys().expire("ending", TEN.plusSeconds(5));
        assertThat(held(tenant, "ending")).contains(key.expiring(TEN.plusSeconds(5)));
        assertThat(changes().version()).isNotEqualTo(before);
        apiKeys().remove("ending");
        apiKeys().expire("ending", TEN);
        assertThat(held(tenant, "ending")).isEmpty();
    }

    private Optional<ApiKey> held(Tenant tenant, String id) {
        return transactions().inOne(() -> apiKeys().hold(tenant.id(), id));
    }

    @Test
    void aKeyIsAddedOnce() {
        Tenant tenant = tenants().named("keys", ZoneOffset.UTC);
        apiKeys().add(key("once", tenant, "a"));

        assertThatThrownBy(() -> apiKeys().add(key("once", tenant, "b"))).isNotInstanceOf(HistoryUnavailable.class);
        assertThat(held(tenant, "once")).contains(key("once", tenant, "a"));
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
        users().add(new NewUser(tenant.id(), "changes", "hash", Set.of(), false, TEN));
        long afterUser = changes().version();
        apiKeys().put(key("changes", tenant, "c"));

        assertThat(Set.of(before, afterTenant, afterUser, changes().version())).hasSize(4);
    }

    @Test
    void aTenantIsAddedUnderANameOfItsOwnAndChanged() {
        Tenant tenant = tenants().add("oslo", ZoneOffset.UTC).orElseThrow();
        assertThat(tenant.state()).isEqualTo(Tenant.State.ACTIVE);
        assertThat(tenants().add("oslo", ZoneOffset.UTC)).isEmpty();

        Tenant changed = new Tenant(tenant.id(), "bergen", ZoneId.of("Europe/Oslo"), Tenant.State.DISABLED);
        assertThat(tenants().replace(changed)).isTrue();
        assertThat(tenants().all()).contains(changed).doesNotContain(tenant);
        tenants().add("stavanger", ZoneOffset.UTC);
        assertThat(tenants().replace(new Tenant(tenant.id(), "stavanger", ZoneOffset.UTC, Tenant.State.ACTIVE)))
                .isFalse();
        assertThat(tenants().all()).contains(changed);
    }

    private User user(String login) {
        Tenant tenant = tenants().named("users", ZoneOffset.UTC);
        return users().add(new NewUser(tenant.id(), login, "hash", Set.of(Role.VIEWER), true, TEN))
                .orElseThrow();
    }

    @Test
    void aUserIsChangedAndRemoved() {
        User bea = user("bea");
        assertThat(bea.mustChangePassword()).isTrue();
        User changed = bea.withPassword("other", false)
                .withRoles(Set.of(Role.OPERATOR, Role.EDITOR))
                .withEnabled(false);

        users().replace(changed);
        assertThat(transactions().inOne(users()::hold)).contains(changed).doesNotContain(bea);
        users().remove(bea.id());
        assertThat(users().all()).extracting(User::login).doesNotContain("bea");
    }

    @Test
    void whatIsSharedIsAsItIsNow() {
        User ida = user("ida");
        users().replace(ida.withEnabled(false));

        assertThat(transactions().inOne(() -> users().share(ida.id()))).contains(ida.withEnabled(false));
        assertThat(transactions().inOne(() -> tenants().share(ida.tenant())))
                .contains(tenants().named("users", ZoneOffset.UTC));
        users().remove(ida.id());
        assertThat(transactions().inOne(() -> users().share(ida.id()))).isEmpty();
        assertThat(transactions().inOne(() -> tenants().share(new TenantId(7_777_777))))
                .isEmpty();
    }

    private static PageSession session(String id, User user, Instant created) {
        return new PageSession(
                id,
                "a".repeat(64),
                user.id(),
                user.credentialVersion(),
                user.tenant(),
                created,
                created,
                "192.0.2.1",
                "Browser");
    }

    @Test
    void aSessionIsFoundMovedUsedAndEnded() {
        User cem = user("cem");
        PageSession first = session("first", cem, TEN);
        PageSession second = session("second", cem, TEN.plusSeconds(1));
        sessions().add(first);
        sessions().add(second);
        assertThat(sessions().of(cem.id())).containsExactly(second, first);

        TenantId rome = tenants().named("rome", ZoneOffset.UTC).id();
        sessions().replace(first.in(rome));
        sessions().used(Map.of("first", TEN.plusSeconds(90), "nobody's", TEN));
        sessions().used(Map.of("first", TEN.plusSeconds(80)));
        assertThat(sessions().find("first")).contains(first.in(rome).usedAt(TEN.plusSeconds(90)));

        assertThat(sessions().remove(user("dan").id(), "first")).isFalse();
        assertThat(sessions().remove(cem.id(), "first")).isTrue();
        assertThat(sessions().find("first")).isEmpty();
        users().remove(cem.id());
        assertThat(sessions().find("second")).isEmpty();
    }

    @Test
    void sessionsPastTheirTimeEnd() {
        User eve = user("eve");
        sessions().add(session("old", eve, TEN.minusSeconds(500)));
        sessions().add(session("idle", eve, TEN.minusSeconds(50)));
        sessions().add(session("used", eve, TEN.minusSeconds(50)));
        sessions().used(Map.of("old", TEN, "used", TEN));

        sessions().removeOlder(TEN.minusSeconds(10), TEN.minusSeconds(100));

        assertThat(sessions().of(eve.id())).extracting(PageSession::id).containsExactly("used");
    }

    @Test
    void theEndAndTheMoveOfASessionChangeTheVersionButItsBeginningAndUseDoNot() {
        User fay = user("fay");
        long before = changes().version();
        sessions().add(session("of fay", fay, TEN));
        sessions().used(Map.of("of fay", TEN.plusSeconds(1)));
        assertThat(changes().version()).isEqualTo(before);

        sessions()
                .replace(session("of fay", fay, TEN)
                        .in(tenants().named("rome", ZoneOffset.UTC).id()));
        long moved = changes().version();
        sessions().remove(fay.id(), "of fay");
        assertThat(Set.of(before, moved, changes().version())).hasSize(3);
    }

    @Test
    void theUseOfAKeyIsKeptAndChangesNothingElse() {
        Tenant tenant = tenants().named("keys", ZoneOffset.UTC);
        apiKeys().put(key("used", tenant, "a"));
        long before = changes().version();

        apiKeys().used(Map.of("used", TEN.plusSeconds(9), "nobody's", TEN));
        apiKeys().used(Map.of("used", TEN.plusSeconds(8)));
        assertThat(apiKeys().lastUses())
                .containsEntry("used", TEN.plusSeconds(9))
                .doesNotContainKey("nobody's");
        assertThat(changes().version()).isEqualTo(before);
        apiKeys().remove("used");
        assertThat(apiKeys().lastUses()).doesNotContainKey("used");
        assertThat(apiKeys().all()).extracting(ApiKey::id).doesNotContain("used");
    }

    private static AuditEvent event(Optional<TenantId> tenant, AuditEvent.Action action, String actor, Instant at) {
        return new AuditEvent(
                at,
                tenant,
                action,
                actor,
                "192.0.2.1",
                Optional.of(new AuditEvent.Target("7", "bea")),
                Optional.empty());
    }

    @Test
    void eventsComeTheNewestFirstAndByWhatIsAskedFor() {
        Optional<TenantId> here =
                Optional.of(tenants().named("audit", ZoneOffset.UTC).id());
        Optional<TenantId> elsewhere =
                Optional.of(tenants().named("elsewhere", ZoneOffset.UTC).id());
        AuditEvent first = event(here, AuditEvent.Action.USER_CREATED, "ann", TEN);
        AuditEvent second = event(here, AuditEvent.Action.SIGN_IN, "bea", TEN.plusSeconds(1));
        AuditEvent nobodys = event(Optional.empty(), AuditEvent.Action.SIGN_IN_FAILED, "", TEN.plusSeconds(2));
        trail().append(List.of(first, event(elsewhere, AuditEvent.Action.SIGN_IN, "eve", TEN), second, nobodys));

        assertThat(found(here, false, null, null, null, null)).containsExactly(second, first);
        assertThat(found(here, true, null, null, null, null)).containsExactly(nobodys, second, first);
        assertThat(found(here, true, AuditEvent.Action.SIGN_IN, null, null, null))
                .containsExactly(second);
        assertThat(found(here, true, null, "ann", null, null)).containsExactly(first);
        assertThat(found(here, true, null, null, TEN.plusSeconds(1), TEN.plusSeconds(2)))
                .containsExactly(second);
        List<AuditTrail.Numbered> newest = trail().page(filter(here, true, null, null, null, null), Long.MAX_VALUE, 1);
        assertThat(newest).hasSize(1);
        assertThat(trail().page(
                                filter(here, true, null, null, null, null),
                                newest.get(0).number(),
                                9))
                .extracting(AuditTrail.Numbered::event)
                .containsExactly(second, first);
    }

    private static AuditTrail.Filter filter(
            Optional<TenantId> tenant,
            boolean ofNoTenant,
            AuditEvent.Action action,
            String actor,
            Instant from,
            Instant to) {
        return new AuditTrail.Filter(
                tenant.orElseThrow(),
                ofNoTenant,
                Optional.ofNullable(action),
                Optional.ofNullable(actor),
                Optional.ofNullable(from),
                Optional.ofNullable(to));
    }

    private List<AuditEvent> found(
            Optional<TenantId> tenant,
            boolean ofNoTenant,
            AuditEvent.Action action,
            String actor,
            Instant from,
            Instant to) {
        return trail().page(filter(tenant, ofNoTenant, action, actor, from, to), Long.MAX_VALUE, 100).stream()
                .map(AuditTrail.Numbered::event)
                .toList();
    }

    @Test
    void eventsOfTheLastTwoYearsStay() {
        Optional<TenantId> here =
                Optional.of(tenants().named("kept", ZoneOffset.UTC).id());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        AuditEvent old = event(here, AuditEvent.Action.SIGN_IN, "old", now.minus(Duration.ofDays(740)));
        AuditEvent kept = event(here, AuditEvent.Action.SIGN_IN, "kept", now.minus(Duration.ofDays(720)));
        trail().append(List.of(old, kept));

        while (trail().forgetBefore(now) > 0) {
            // the next ones
        }

        assertThat(found(here, false, null, null, null, null)).containsExactly(kept);
    }
}
