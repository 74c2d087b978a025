package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.AdministerTenants.Edit;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.in.TenantNow;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.MemoryAccounts;
import io.flowgauge.application.port.out.Outage;
import io.flowgauge.application.port.out.TenantDeletions;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.User;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantDeletingTest {
    private final Outage outage = new Outage();
    private final MemoryAccounts accounts = new MemoryAccounts(outage);
    private final Moved clock = new Moved(TEN);
    private final Tenant home = accounts.tenants().named("home", ZoneOffset.UTC);
    private final Tenant other = accounts.tenants().named("other", ZoneOffset.UTC);
    private final User root = user(home, "root");
    private final Directory directory = new Directory(
            accounts.tenants(), accounts.users(), accounts.apiKeys(), accounts.signingKeys(), accounts.changes());
    private final TenantDeletions deletions = accounts.deletions(2);
    private final AuditLog audit = new AuditLog(accounts.trail(), clock);
    private final TenantAdministration administration = new TenantAdministration(
            accounts.tenants(),
            deletions,
            new Changes(accounts.transactions(), accounts.users(), directory),
            directory,
            audit,
            clock);
    private final DeletionUpkeep upkeep =
            new DeletionUpkeep(deletions, accounts.transactions(), accounts.trail(), directory, clock);

    private User user(Tenant tenant, String login) {
        return accounts.users()
                .add(new NewUser(tenant.id(), login, "hash", Set.of(Role.SUPER_ADMIN), false, TEN))
                .orElseThrow();
    }

    private static Actor actor(User user, Tenant in) {
        return Actor.of(user, in.id(), "192.0.2.1");
    }

    private Change<TenantNow> delete(User who, Tenant tenant) {
        return administration.delete(actor(who, tenant), tenant.id());
    }

    private static String conflict(Change<?> change) {
        return change instanceof Change.Conflict<?> conflict
                ? conflict.why()
                : change instanceof Change.Forbidden<?> forbidden ? "refused: " + forbidden.why() : "none: " + change;
    }

    private List<AuditEvent> ofNoTenant() {
        return accounts
                .trail()
                .page(
                        new AuditTrail.Filter(
                                home.id(),
                                true,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Long.MAX_VALUE,
                        100)
                .stream()
                .map(AuditTrail.Numbered::event)
                .filter(event -> event.tenant().isEmpty())
                .toList();
    }

    @Test
    void itIsToldOnceWhoAskedForItAndWhenItIsDone() {
        delete(root, other);
        clock.by(Duration.ofMinutes(1));
        Change<TenantNow> again = delete(root, other);
        upkeep.work();

        assertThat(((Change.Done<TenantNow>) again)
                        .now()
                        .deletion()
                        .orElseThrow()
                        .requested())
                .isEqualTo(TEN);
        assertThat(ofNoTenant())
                .extracting(event -> event.action() + " " + event.actor() + " "
                        + event.target().orElseThrow().name())
                .containsExactly("TENANT_DELETED root other", "TENANT_DELETION_BEGUN root other");
        assertThat(delete(root, other)).isInstanceOf(Change.NotFound.class);
    }

    @Test
    void nobodyIsLetIntoItAndNothingOfItChanges() {
        User super2 = user(other, "super");
        directory.refresh();
        assertThat(directory.login("super")).isPresent();

        delete(root, other);

        assertThat(directory.login("super")).isEmpty();
        assertThat(directory.user(super2.id(), other.id(), 1)).isEmpty();
        assertThat(directory.user(root.id(), other.id(), 1)).isEmpty();
        assertThat(directory.user(root.id(), home.id(), 1)).isPresent();
        assertThat(directory.known(other.id())).isEmpty();
        assertThat(conflict(administration.edit(
                        actor(root, home),
                        other.id(),
                        new Edit(Optional.of("new"), Optional.empty(), Optional.of(true)))))
                .isEqualTo("tenant \"other\" is being deleted");
        // Also one who came in at the last moment.
        user(other, "late");
        directory.refresh();
        assertThat(directory.login("late")).isEmpty();
    }

    @Test
    void onesOwnIsRefusedWhereverOneIsSwitchedTo() {
        user(other, "super");

        assertThat(conflict(administration.delete(actor(root, other), home.id())))
                .isEqualTo("tenant \"home\" is your own; ask a SuperAdmin of another one");
        assertThat(accounts.tenants().all()).contains(home);
    }

    @Test
    void ofTwoSuperAdminsWhoDeleteEachOthersTenantsOneIsLeft() {
        User super2 = user(other, "super");
        Actor afterwards = actor(super2, other);
        delete(root, other);

        assertThat(conflict(administration.delete(afterwards, home.id())))
                .startsWith("refused: your account has changed");
        assertThat(accounts.users().all()).containsExactly(root);
    }

    @Test
    void theTenantOfTheLastSuperAdminStays() {
        User noSuper = user(other, "noSuper").withRoles(Set.of(Role.ADMINISTRATOR));
        accounts.users().replace(noSuper);

        assertThat(conflict(administration.delete(actor(noSuper, other), home.id())))
                .isEqualTo(
                        "tenant \"home\" is that of the service's last enabled SuperAdmin; make one in another tenant first");
    }

    @Test
    void afterAnOutageItGoesOn() {
        delete(root, other);
        outage.begin();
        assertThatThrownBy(upkeep::work).isInstanceOf(HistoryUnavailable.class);
        outage.end();

        upkeep.work();

        assertThat(accounts.tenants().all()).containsExactly(home);
    }
}
