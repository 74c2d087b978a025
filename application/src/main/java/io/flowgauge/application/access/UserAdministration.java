package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.AdministerUsers;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.out.PasswordStrength;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes, changes and removes users. */
public final class UserAdministration implements AdministerUsers {
    private static final String ONLY_SUPER_ADMINS = "only a SuperAdmin makes, changes or removes a SuperAdmin";

    private final Users users;
    private final Tenants tenants;
    private final Changes changes;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final SignIn signIn;
    private final AuditLog audit;
    private final InstantSource clock;

    public UserAdministration(
            Users users,
            Tenants tenants,
            Changes changes,
            Passwords passwords,
            PasswordStrength strength,
            SignIn signIn,
            AuditLog audit,
            InstantSource clock) {
        this.users = users;
        this.tenants = tenants;
        this.changes = changes;
        this.passwords = passwords;
        this.rules = new PasswordRules(strength);
        this.signIn = signIn;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<User> users(TenantId tenant) {
        return users.all().stream()
                .filter(user -> user.tenant().equals(tenant))
                .sorted(Comparator.comparing(User::login))
                .toList();
    }

    @Override
    public Optional<User> user(TenantId tenant, UserId id) {
        return in(users.all(), tenant, id);
    }

    private static Optional<User> in(List<User> all, TenantId tenant, UserId id) {
        return all.stream()
                .filter(user -> user.id().equals(id) && user.tenant().equals(tenant))
                .findFirst();
    }

    @Override
    public Change<User> create(
            Actor actor, String login, String password, Set<Role> roles, boolean mustChangePassword) {
        Optional<String> refusal = rules.refusal(password, login);
        if (refusal.isPresent()) {
            return new Change.Invalid<>("password", refusal.get());
        }
        if (mayNotGrant(actor, roles)) {
            return new Change.Forbidden<>(ONLY_SUPER_ADMINS);
        }
        String hash = passwords.hash(password);
        return changes.makeOfUsers(actor, (by, all) -> {
            if (mayNotGrant(by, roles)) {
                return new Change.Forbidden<>(ONLY_SUPER_ADMINS);
            }
            if (tenants.share(by.tenant()).filter(Tenant::stays).isEmpty()) {
                return new Change.NotFound<>();
            }
            return users.add(new Users.NewUser(by.tenant(), login, hash, roles, mustChangePassword, clock.instant()))
                    .<Change<User>>map(user -> {
                        audit.did(by, Action.USER_CREATED, target(user), words(user.roles()));
                        return new Change.Done<>(user);
                    })
                    .orElseGet(() -> new Change.Conflict<>(
                            "login \"" + login + "\" is taken; logins are unique in the whole service"));
        });
    }

    private static boolean mayNotGrant(Actor actor, Set<Role> roles) {
        return roles.contains(Role.SUPER_ADMIN) && !actor.may(Permission.GOVERN);
    }

    @Override
    public Change<User> edit(Actor actor, UserId id, Edit edit) {
        // Slow on purpose, so not while the others wait.
        Optional<String> hash = edit.password().map(passwords::hash);
        return changes.makeOfUsers(actor, (by, all) -> {
            Optional<User> found = in(all, by.tenant(), id);
            if (found.isEmpty()) {
                return new Change.NotFound<>();
            }
            User now = found.get();
            if (mayNotGrant(by, now.roles()) || mayNotGrant(by, edit.roles().orElse(Set.of()))) {
                return new Change.Forbidden<>(ONLY_SUPER_ADMINS);
            }
            Optional<String> refusal = edit.password().flatMap(password -> rules.refusal(password, now.login()));
            if (refusal.isPresent()) {
                return new Change.Invalid<>("password", refusal.get());
            }
            return edited(by, all, now, edit, hash);
        });
    }

    private Change<User> edited(Actor actor, List<User> all, User now, Edit edit, Optional<String> hash) {
        User then = now;
        List<String> told = new ArrayList<>();
        if (edit.roles().isPresent() && !edit.roles().get().equals(now.roles())) {
            then = then.withRoles(edit.roles().get());
            told.add("roles " + words(now.roles()) + " to " + words(then.roles()));
        }
        if (edit.enabled().isPresent() && edit.enabled().get() != now.enabled()) {
            then = then.withEnabled(edit.enabled().get());
            told.add(then.enabled() ? "enabled" : "disabled");
        }
        if (hash.isPresent()) {
            then = then.withPassword(hash.get(), edit.mustChangePassword().orElse(true));
            told.add("password set");
        } else if (edit.mustChangePassword().isPresent()
                && edit.mustChangePassword().get() != now.mustChangePassword()) {
            then = then.withPassword(
                    now.passwordHash(), edit.mustChangePassword().get());
            told.add(then.mustChangePassword() ? "has to change the password" : "need not change the password");
        }
        Optional<String> missed = LastOnes.wouldBeMissed(all, now, Optional.of(then));
        if (missed.isPresent()) {
            return new Change.Conflict<>(missed.get());
        }
        if (!told.isEmpty()) {
            users.replace(then);
            audit.did(actor, Action.USER_CHANGED, target(then), String.join(", ", told));
        }
        return new Change.Done<>(then);
    }

    @Override
    public Change<User> delete(Actor actor, UserId id) {
        return changes.makeOfUsers(actor, (by, all) -> {
            Optional<User> found = in(all, by.tenant(), id);
            if (found.isEmpty()) {
                return new Change.NotFound<>();
            }
            User now = found.get();
            if (mayNotGrant(by, now.roles())) {
                return new Change.Forbidden<>(ONLY_SUPER_ADMINS);
            }
            Optional<String> missed = LastOnes.wouldBeMissed(all, now, Optional.empty());
            if (missed.isPresent()) {
                return new Change.Conflict<>(missed.get());
            }
            users.remove(id);
            audit.did(by, Action.USER_DELETED, target(now), words(now.roles()));
            return new Change.Done<>(now);
        });
    }

    @Override
    public Change<User> choosePassword(Actor actor, String current, String password) {
        Optional<String> wrong = signIn.refusalOf(actor.login(), current, actor.address());
        if (wrong.isPresent()) {
            return new Change.Invalid<>("current", wrong.get());
        }
        if (password.equals(current)) {
            return new Change.Invalid<>("password", "the password is the current one; choose another");
        }
        Optional<String> refusal = rules.refusal(password, actor.login());
        if (refusal.isPresent()) {
            return new Change.Invalid<>("password", refusal.get());
        }
        String hash = passwords.hash(password);
        return changes.inOne(() -> {
            Optional<User> found = users.hold().stream()
                    .filter(user -> user.id().equals(actor.user()))
                    .findFirst();
            if (found.isEmpty()) {
                return new Change.NotFound<>();
            }
            User then = found.get().withPassword(hash, false);
            users.replace(then);
            audit.did(actor, Optional.of(then.tenant()), Action.PASSWORD_CHANGED, target(then), "");
            return new Change.Done<>(then);
        });
    }

    private static Target target(User user) {
        return new Target(Long.toString(user.id().value()), user.login());
    }

    private static String words(Set<Role> roles) {
        return roles.isEmpty()
                ? "none"
                : roles.stream().sorted().map(Role::word).collect(Collectors.joining(", "));
    }
}
