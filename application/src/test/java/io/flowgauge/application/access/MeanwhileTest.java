package io.flowgauge.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.live.FlowDescribing;
import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.AdministerTenants;
import io.flowgauge.application.port.in.AdministerUsers;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryFlows;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happened to accounts between a request's headers and its change. */
class MeanwhileTest {
    private final Household household = new Household(new CountedPasswords());
    private final User ann = household.user("ann", Role.ADMINISTRATOR, Role.SUPER_ADMIN);
    private final User other = household.user("other", Role.ADMINISTRATOR, Role.SUPER_ADMIN);
    private final Actor actor = household.actor(ann);

    private Change<?> createUser(String login, Role role) {
        return household.users.create(actor, login, Household.PASSWORD, Set.of(role), false);
    }

    private Change<?> createKey(Role role) {
        return household.keys.create(actor, "key", role, Optional.empty(), OptionalInt.empty());
    }

    private List<Change<?>> changes() {
        AdministerUsers.Edit disable =
                new AdministerUsers.Edit(Optional.empty(), Optional.of(false), Optional.empty(), Optional.empty());
        AdministerTenants.Edit rename =
                new AdministerTenants.Edit(Optional.of("x"), Optional.empty(), Optional.empty());
        Tenant third = household.accounts.tenants().named("third", ZoneOffset.UTC);
        return List.of(
                createUser("new", Role.VIEWER),
                createKey(Role.VIEWER),
                household.users.edit(actor, other.id(), disable),
                household.users.delete(actor, other.id()),
                household.keys.rotate(actor, "ci", Duration.ZERO),
                household.keys.revoke(actor, "ci"),
                household.tenants.create(actor, "fourth", ZoneOffset.UTC),
                household.tenants.edit(actor, third.id(), rename),
                household.tenants.delete(actor, third.id()));
    }

    private static Stream<UnaryOperator<User>> voids() {
        return Stream.of(
                user -> user.withEnabled(false),
                user -> user.withPassword("other", false),
                user -> user.withRoles(Set.of(Role.ADMINISTRATOR)));
    }

    @ParameterizedTest
    @MethodSource("voids")
    void whoseCredentialIsVoidByNowChangesNothing(UnaryOperator<User> change) {
        household.accounts.users().replace(change.apply(ann));

        assertThat(changes())
                .allSatisfy(refused -> assertThat(refused)
                        .isEqualTo(new Change.Forbidden<>("your account has changed meanwhile; sign in again")));
    }

    @Test
    void whoIsGoneByNowChangesNothing() {
        household.accounts.users().remove(ann.id());

        assertThat(changes()).allMatch(refused -> refused instanceof Change.Forbidden<?>);
    }

    @Test
    void nobodyWhoIsDisabledByNowDescribesAFlow() {
        household.accounts.users().replace(ann.withEnabled(false));

        FlowDescribing describing = new FlowDescribing(
                (tenant, flow, change) -> {
                    throw new AssertionError("it is described");
                },
                new NoFlows(),
                household.changes,
                household.audit);

        assertThat(describing.describe(actor, new FlowId(1), said -> said)).isInstanceOf(Change.Forbidden.class);
    }

    private static final class NoFlows implements QueryFlows {
        @Override
        public Page<FlowNow, String> flows(TenantId tenant, Optional<String> name, Optional<String> after, int limit) {
            return new Page<>(List.of(), Optional.empty());
        }

        @Override
        public Optional<FlowNow> flow(TenantId tenant, FlowId flow) {
            return Optional.empty();
        }

        @Override
        public Optional<Trend> trend(TenantId tenant, FlowId flow, int days) {
            return Optional.empty();
        }
    }

    /** By SQL, which makes no credential void. */
    @Test
    void theRolesOfNowCount() {
        household
                .accounts
                .users()
                .replace(new User(
                        ann.id(),
                        ann.tenant(),
                        ann.login(),
                        ann.passwordHash(),
                        Set.of(Role.ADMINISTRATOR),
                        ann.credentialVersion(),
                        true,
                        false,
                        ann.created()));

        assertThat(createUser("new", Role.SUPER_ADMIN)).isInstanceOf(Change.Forbidden.class);
        assertThat(createKey(Role.MONITOR)).isInstanceOf(Change.Forbidden.class);
        assertThat(createUser("new", Role.VIEWER)).isInstanceOf(Change.Done.class);
    }

    @Test
    void nothingIsMadeInATenantThatIsBeingDeleted() {
        Tenant home = household.home;
        household.accounts.tenants().replace(new Tenant(home.id(), home.name(), home.zone(), Tenant.State.DELETING));

        assertThat(createUser("new", Role.VIEWER)).isEqualTo(new Change.NotFound<>());
        assertThat(createKey(Role.VIEWER)).isEqualTo(new Change.NotFound<>());
    }
}
