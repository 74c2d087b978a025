package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.AdministerUsers;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.in.IssueTokens;
import io.flowgauge.application.port.out.PasswordStrength;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes, changes and removes users. */
public final class UserAdministration implements AdministerUsers {
    private static final String ONLY_SUPER_ADMINS =
            "only a SuperAdmin makes, changes or removes a SuperAdmin, or ends a SuperAdmin's sessions";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Users users;
    private final Tenants tenants;
    private final Changes changes;
    private final Hashing hashing;
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
        this.hashing = new Hashing(passwords, PATIENCE);
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
    public Change<User> administered(Actor actor, UserId id) {
        List<User> all = users.all();
        return refusal(actor, all, id)
                .orElseGet(() -> new Change.Done<>(in(all, actor.tenant(), id).orElseThrow()));
    }

    @Override
    public Change<User> create(
            Actor actor, String login, String password, Set<Role> roles, boolean mustChangePassword) {
        // All that can be refused before, since hashing is slow on purpose.
        Optional<Change<User>> refusal = weakness(password, login).or(() -> refusal(actor, users.all(), login, roles));
        return refusal.orElseGet(() -> hashed(
                password,
                hash -> changes.makeOfUsers(
                        actor,
                        (by, all) -> refusal(by, all, login, roles)
                                .orElseGet(() -> added(
                                        by,
                                        new NewUser(
                                                by.tenant(),
                                                login,
                                                hash,
                                                roles,
                                                mustChangePassword,
                                                clock.instant()))))));
    }

    private Optional<Change<User>> weakness(String password, String login) {
        return rules.refusal(password, login).map(why -> new Change.Invalid<>("password", why));
    }

    private static Optional<Change<User>> refusal(Actor actor, List<User> all, String login, Set<Role> roles) {
        if (mayNotGrant(actor, roles)) {
            return Optional.of(new Change.Forbidden<>(ONLY_SUPER_ADMINS));
        }
        return all.stream().anyMatch(user -> user.login().equals(login))
                ? Optional.of(new Change.Conflict<>(
                        "login \"" + login + "\" is taken; logins are unique in the whole service"))
                : Optional.empty();
    }

    private static boolean mayNotGrant(Actor actor, Set<Role> roles) {
        return roles.contains(Role.SUPER_ADMIN) && !actor.may(Permission.GOVERN);
    }

    private Change<User> added(Actor actor, NewUser made) {
        if (tenants.share(made.tenant()).filter(Tenant::stays).isEmpty()) {
            return new Change.NotFound<>();
        }
        User user =
                users.add(made).orElseThrow(() -> new IllegalStateException("a login was taken while users were held"));
        audit.did(actor, Action.USER_CREATED, target(user), words(user.roles()));
        return new Change.Done<>(user);
    }

    /** Does the work with the password's hash. */
    private Change<User> hashed(String password, Function<String, Change<User>> work) {
        return hashing.hash(password).map(work).orElseGet(() -> new Change.Busy<>(RETRY_AFTER));
    }

    @Override
    public Change<User> edit(Actor actor, UserId id, Edit edit) {
        if (edit.password().isEmpty()) {
            return edit(actor, id, edit, Optional.empty());
        }
        if (id.equals(actor.user())) {
            return new Change.Conflict<>(
                    "your own password is changed by PUT /api/v1/me/password, with the current one");
        }
        String password = edit.password().get();
        List<User> all = users.all();
        Optional<Change<User>> refusal = refusal(actor, all, id, edit)
                .or(() -> in(all, actor.tenant(), id).flatMap(user -> weakness(password, user.login())));
        return refusal.orElseGet(() -> hashed(password, hash -> edit(actor, id, edit, Optional.of(hash))));
    }

    private Change<User> edit(Actor actor, UserId id, Edit edit, Optional<String> hash) {
        return changes.makeOfUsers(
                actor,
                (by, all) -> refusal(by, all, id, edit)
                        .orElseGet(
                                () -> edited(by, all, in(all, by.tenant(), id).orElseThrow(), edit, hash)));
    }

    private static Optional<Change<User>> refusal(Actor actor, List<User> all, UserId id, Edit edit) {
        Optional<Change<User>> refusal = refusal(actor, all, id);
        return refusal.isEmpty() && mayNotGrant(actor, edit.roles().orElse(Set.of()))
                ? Optional.of(new Change.Forbidden<>(ONLY_SUPER_ADMINS))
                : refusal;
    }

    /** Why a user is not the actor's to administer. */
    private static Optional<Change<User>> refusal(Actor actor, List<User> all, UserId id) {
        Optional<User> found = in(all, actor.tenant(), id);
        if (found.isEmpty()) {
            return Optional.of(new Change.NotFound<>());
        }
        return mayNotGrant(actor, found.get().roles())
                ? Optional.of(new Change.Forbidden<>(ONLY_SUPER_ADMINS))
                : Optional.empty();
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
        return changes.makeOfUsers(
                actor,
                (by, all) -> refusal(by, all, id)
                        .orElseGet(
                                () -> deleted(by, all, in(all, by.tenant(), id).orElseThrow())));
    }

    private Change<User> deleted(Actor actor, List<User> all, User now) {
        Optional<String> missed = LastOnes.wouldBeMissed(all, now, Optional.empty());
        if (missed.isPresent()) {
            return new Change.Conflict<>(missed.get());
        }
        users.remove(now.id());
        audit.did(actor, Action.USER_DELETED, target(now), words(now.roles()));
        return new Change.Done<>(now);
    }

    @Override
    public Change<User> choosePassword(Actor actor, String current, String password) {
        IssueTokens.Answer answer = signIn.verify(actor.login(), current, actor.address());
        if (answer instanceof IssueTokens.Answer.Throttled throttled) {
            return new Change.Throttled<>(throttled.retryAfter());
        } else if (answer instanceof IssueTokens.Answer.Busy busy) {
            return new Change.Busy<>(busy.retryAfter());
        } else if (!(answer instanceof IssueTokens.Answer.Granted granted)) {
            return new Change.Invalid<>("current", "this is not the password");
        } else if (password.equals(current)) {
            return new Change.Invalid<>("password", "the password is the current one; choose another");
        } else {
            return weakness(password, actor.login())
                    .orElseGet(() ->
                            hashed(password, hash -> changes.inOne(() -> chosen(actor, granted.user(), hash))));
        }
    }

    /** @param verified the user as it was when the current password was looked at: of several who knew it one is the first */
    private Change<User> chosen(Actor actor, User verified, String hash) {
        Optional<User> found = users.hold().stream()
                .filter(user -> user.id().equals(actor.user()) && user.id().equals(verified.id()))
                .findFirst();
        if (found.isEmpty()) {
            return new Change.NotFound<>();
        }
        if (found.get().credentialVersion() != verified.credentialVersion()) {
            return new Change.Conflict<>("the password has been changed meanwhile; sign in again");
        }
        User then = found.get().withPassword(hash, false);
        users.replace(then);
        audit.did(actor, Optional.of(then.tenant()), Action.PASSWORD_CHANGED, target(then), "");
        return new Change.Done<>(then);
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
