package io.flowgauge.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.in.AdministerUsers.Edit;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PasswordChangeTest {
    private static final String OTHER = "nine loud herons walk";

    /** Hashes that were made for changes. */
    private final List<String> hashed = new ArrayList<>();

    private Runnable whileHashing = () -> {};

    private final Passwords passwords = new Passwords() {
        @Override
        public String hash(String password) {
            hashed.add(password);
            whileHashing.run();
            return "hash of " + password;
        }

        @Override
        public boolean matches(String password, String hash) {
            return hash.equals("hash of " + password);
        }
    };
    private final Household household = new Household(passwords);
    private final User ada = household.user("ada", Role.ADMINISTRATOR);
    private final User bob = household.user("bob", Role.VIEWER);

    private Change<User> choose(String current, String password) {
        return household.users.choosePassword(household.actor(bob), current, password);
    }

    private Change<User> set(UserId id, String password, Set<Role> roles) {
        return household.users.edit(
                household.actor(ada),
                id,
                new Edit(Optional.of(roles), Optional.empty(), Optional.of(password), Optional.empty()));
    }

    @Test
    void ofTwoWhoKnewTheOldPasswordOneChoosesANewOne() {
        // The other one overtakes this one.
        whileHashing = () -> household.accounts.users().replace(bob.withPassword("the other one's", false));

        assertThat(choose(Household.PASSWORD, OTHER))
                .isEqualTo(new Change.Conflict<>("the password has been changed meanwhile; sign in again"));
        assertThat(household.stored(bob).passwordHash()).isEqualTo("the other one's");
    }

    @Test
    void aWrongCurrentPasswordIsCountedAndThrottled() {
        for (int failure = 0; failure < 10; failure++) {
            assertThat(choose("a guess at it", OTHER)).isInstanceOf(Change.Invalid.class);
        }
        assertThat(choose(Household.PASSWORD, OTHER)).isEqualTo(new Change.Throttled<>(Duration.ofMinutes(1)));
    }

    @Test
    void aRightCurrentPasswordIsNoSignIn() {
        choose("a guess at it", OTHER);
        choose(Household.PASSWORD, OTHER);

        assertThat(household.written())
                .extracting(AuditEvent::action)
                .containsExactlyInAnyOrder(AuditEvent.Action.SIGN_IN_FAILED, AuditEvent.Action.PASSWORD_CHANGED);
    }

    @Test
    void anAdministratorsOwnPasswordNeedsTheCurrentOne() {
        assertThat(set(ada.id(), OTHER, Set.of(Role.ADMINISTRATOR)))
                .isInstanceOfSatisfying(
                        Change.Conflict.class,
                        conflict -> assertThat(conflict.why()).contains("PUT /api/v1/me/password"));
        assertThat(household.stored(ada)).isEqualTo(ada);
    }

    @Test
    void whatIsRefusedIsNotHashed() {
        User root = household.user("root", Role.SUPER_ADMIN);
        hashed.clear();

        assertThat(set(new UserId(777), OTHER, Set.of())).isInstanceOf(Change.NotFound.class);
        assertThat(set(root.id(), OTHER, Set.of())).isInstanceOf(Change.Forbidden.class);
        assertThat(set(bob.id(), OTHER, Set.of(Role.SUPER_ADMIN))).isInstanceOf(Change.Forbidden.class);
        assertThat(set(bob.id(), "short", Set.of())).isInstanceOf(Change.Invalid.class);
        assertThat(create("short", "new", Role.VIEWER)).isInstanceOf(Change.Invalid.class);
        assertThat(create(OTHER, "new", Role.SUPER_ADMIN)).isInstanceOf(Change.Forbidden.class);
        assertThat(create(OTHER, "bob", Role.VIEWER)).isInstanceOf(Change.Conflict.class);
        assertThat(hashed).isEmpty();

        assertThat(set(bob.id(), OTHER, Set.of())).isInstanceOf(Change.Done.class);
        assertThat(hashed).containsExactly(OTHER);
    }

    private Change<User> create(String password, String login, Role role) {
        return household.users.create(household.actor(ada), login, password, Set.of(role), false);
    }

    @Test
    void aSuperAdminIsAdministeredBySuperAdminsAlone() {
        User root = household.user("root", Role.SUPER_ADMIN);

        assertThat(household.users.administered(household.actor(ada), root.id()))
                .isInstanceOf(Change.Forbidden.class);
        assertThat(household.users.administered(household.actor(root), ada.id()))
                .isEqualTo(new Change.Done<>(ada));
    }
}
