package io.flowgauge.application.port.out;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.TenantDeletions.Step;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantDeletion;
import io.flowgauge.domain.TenantDeletion.Phase;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link TenantDeletions} keeps. */
public abstract class TenantDeletionsContract {
    /** Rows that the ports under test delete at once. */
    protected static final int AT_ONCE = 3;

    protected abstract Tenants tenants();

    protected abstract Users users();

    protected abstract ApiKeys apiKeys();

    protected abstract PageSessions sessions();

    protected abstract AuditTrail trail();

    protected abstract AccessChanges changes();

    protected abstract Transactions transactions();

    protected abstract TenantDeletions deletions();

    /** A tenant with a user, a key, a session and ten events, all of that name. */
    private User filled(String name) {
        Tenant tenant = tenants().add(name, ZoneOffset.UTC).orElseThrow();
        User user = users().add(new NewUser(tenant.id(), name, "hash", Set.of(Role.SUPER_ADMIN), false, TEN))
                .orElseThrow();
        apiKeys()
                .put(new ApiKey(
                        name,
                        tenant.id(),
                        name,
                        Role.RECORDER,
                        "a".repeat(64),
                        TEN,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty()));
        sessions().add(session(name, user));
        IntStream.range(0, 10).forEach(n -> note(tenant.id(), name));
        return user;
    }

    private static PageSession session(String id, User user) {
        return new PageSession(id, "a".repeat(64), user.id(), 1, user.tenant(), TEN, TEN, "192.0.2.1", "Browser");
    }

    private void note(TenantId tenant, String actor) {
        trail().append(List.of(new AuditEvent(
                TEN,
                Optional.of(tenant),
                AuditEvent.Action.SIGN_IN,
                actor,
                "192.0.2.1",
                Optional.empty(),
                Optional.empty())));
    }

    private void begin(User of, Instant at) {
        Tenant tenant = tenants().hold(of.tenant()).orElseThrow();
        transactions().inOne(() -> {
            tenants().replace(new Tenant(tenant.id(), tenant.name(), tenant.zone(), Tenant.State.DELETING));
            deletions()
                    .begin(new TenantDeletion(tenant.id(), tenant.name(), at, "root", "192.0.2.9", Phase.WAITING, 0));
            return true;
        });
    }

    private TenantDeletion progress(TenantId tenant) {
        return deletions().all().stream()
                .filter(deletion -> deletion.tenant().equals(tenant))
                .findFirst()
                .orElseThrow();
    }

    private void deleteAll(TenantId tenant) {
        Step step = Step.MORE;
        for (int steps = 0; step == Step.MORE; steps++) {
            assertThat(steps).isLessThan(100);
            step = deletions().deleteSome(tenant);
        }
        assertThat(step).isEqualTo(Step.ALL_GONE);
    }

    private Optional<TenantDeletion> finish(TenantId tenant) {
        return transactions().inOne(() -> deletions().finish(tenant));
    }

    private List<AuditTrail.Numbered> events(TenantId tenant) {
        return trail().page(
                        new AuditTrail.Filter(
                                tenant, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        Long.MAX_VALUE,
                        100);
    }

    @Test
    void accountsGoAtOnceAndWhoWasSwitchedToTheTenantIsBackAtHome() {
        User going = filled("accounts");
        User staying = filled("guest");
        sessions().replace(session("guest", staying).in(going.tenant()));
        long before = changes().version();

        begin(going, TEN);

        assertThat(users().all()).doesNotContain(going).contains(staying);
        assertThat(apiKeys().all())
                .extracting(ApiKey::id)
                .doesNotContain("accounts")
                .contains("guest");
        assertThat(sessions().find("accounts")).isEmpty();
        assertThat(sessions().find("guest")).contains(session("guest", staying));
        assertThat(changes().version()).isNotEqualTo(before);
        assertThat(tenants().hold(going.tenant()).orElseThrow().state()).isEqualTo(Tenant.State.DELETING);
    }

    @Test
    void progressIsKeptUntilTheTenantIsGoneAndItsNameIsFreeThen() {
        User going = filled("progress");
        User staying = filled("neighbour");
        begin(going, TEN);
        TenantDeletion begun = progress(going.tenant());
        assertThat(begun)
                .isEqualTo(new TenantDeletion(
                        going.tenant(), "progress", TEN, "root", "192.0.2.9", Phase.WAITING, begun.rowsDeleted()));

        deleteAll(going.tenant());
        assertThat(progress(going.tenant()).rowsDeleted()).isGreaterThanOrEqualTo(12);
        assertThat(events(going.tenant())).isEmpty();
        TenantDeletion last = progress(going.tenant());
        assertThat(finish(going.tenant())).contains(last);

        assertThat(deletions().all()).extracting(TenantDeletion::tenant).doesNotContain(going.tenant());
        assertThat(deletions().deleteSome(going.tenant())).isEqualTo(Step.NOT_NOW);
        assertThat(tenants().add("progress", ZoneOffset.UTC)).isPresent();
        assertThat(events(staying.tenant())).hasSize(10);
        assertThat(users().all()).contains(staying);
    }

    @Test
    void whatCameInMeanwhileGoesTooBeforeTheTenantDoes() {
        User going = filled("late");
        begin(going, TEN);
        deleteAll(going.tenant());
        note(going.tenant(), "late");

        assertThat(finish(going.tenant())).isEmpty();
        assertThat(tenants().hold(going.tenant())).isPresent();
        deleteAll(going.tenant());
        assertThat(finish(going.tenant())).isPresent();
    }

    @Test
    void anEventOfATenantThatIsGoneIsNotWritten() {
        User going = filled("tooLate");
        begin(going, TEN);
        deleteAll(going.tenant());
        finish(going.tenant());

        note(going.tenant(), "tooLate");

        assertThat(events(going.tenant())).isEmpty();
    }

    @Test
    void theOldestIsTheFirst() {
        User younger = filled("younger");
        User older = filled("older");
        begin(younger, TEN.plusSeconds(1));
        begin(older, TEN.minusSeconds(1));

        assertThat(deletions().all())
                .extracting(TenantDeletion::tenant)
                .containsSubsequence(older.tenant(), younger.tenant());
    }
}
