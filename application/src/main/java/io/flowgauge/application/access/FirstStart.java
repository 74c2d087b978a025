package io.flowgauge.application.access;

import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.PasswordStrength;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes what a new service needs: tenant {@code default}, user {@code admin}, a recorder's key. */
public final class FirstStart {
    private static final String TENANT = "default";
    private static final String ADMIN = "admin";
    private static final long FIRST = 1;
    private static final Set<Role> ROLES = Set.of(Role.ADMINISTRATOR, Role.SUPER_ADMIN);

    private final Tenants tenants;
    private final Users users;
    private final ApiKeys apiKeys;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final Transactions transactions;
    private final AuditTrail trail;
    private final InstantSource clock;

    public FirstStart(
            Tenants tenants,
            Users users,
            ApiKeys apiKeys,
            Passwords passwords,
            PasswordStrength strength,
            Transactions transactions,
            AuditTrail trail,
            InstantSource clock) {
        this.tenants = tenants;
        this.users = users;
        this.apiKeys = apiKeys;
        this.passwords = passwords;
        this.rules = new PasswordRules(strength);
        this.transactions = transactions;
        this.trail = trail;
        this.clock = clock;
    }

    /** What was made up, to be shown once; each empty when it was given or is there already. */
    public record MadeUp(Optional<String> adminPassword, Optional<PlainKey> recorderKey) {}

    /** The password that was given for {@code admin} will not do; the message says why. */
    public static final class WeakPassword extends RuntimeException {
        WeakPassword(String why) {
            super(why);
        }
    }

    /**
     * Makes what is missing; nothing in a tenant that is being deleted.
     *
     * @param adminPassword for {@code admin}, who is made where no SuperAdmin is let in; empty: one is made up
     * @param recorderKey made or renewed by its id at each start; empty: one is made up with the first tenant
     * @throws WeakPassword nothing is made
     */
    public MadeUp prepare(Optional<String> adminPassword, Optional<PlainKey> recorderKey) {
        return transactions.inOne(() -> {
            // One start at a time, of several nodes.
            List<User> known = users.hold();
            List<Tenant> there = tenants.all();
            boolean isFirst = there.isEmpty();
            Optional<Tenant> home = isFirst ? Optional.of(made()) : home(there);
            return new MadeUp(
                    home.flatMap(tenant -> admin(known, tenant, adminPassword)),
                    isFirst && recorderKey.isEmpty()
                            ? home.map(this::madeUpKey)
                            : recorderKey.flatMap(given -> given(given, there, home)));
        });
    }

    private Tenant made() {
        Tenant tenant = tenants.named(TENANT, ZoneId.of("UTC"));
        tell(tenant.id(), Action.TENANT_CREATED, Long.toString(tenant.id().value()), TENANT, "UTC");
        return tenant;
    }

    /** Where what is new belongs: the tenant of that name, or the oldest one, which had it once. */
    private static Optional<Tenant> home(List<Tenant> there) {
        Comparator<Tenant> first = Comparator.comparing(tenant -> !tenant.name().equals(TENANT));
        return there.stream()
                .filter(Tenant::stays)
                .min(first.thenComparing(tenant -> tenant.id().value()));
    }

    private Optional<String> admin(List<User> known, Tenant tenant, Optional<String> given) {
        if (known.stream().anyMatch(user -> user.enabled() && user.is(Role.SUPER_ADMIN))) {
            return Optional.empty();
        }
        given.flatMap(password -> rules.refusal(password, ADMIN)).ifPresent(why -> {
            throw new WeakPassword(why);
        });
        String password = given.orElseGet(() -> Secrets.random(15));
        String hash = passwords.hash(password);
        known.stream()
                .filter(user -> user.login().equals(ADMIN))
                .findFirst()
                .ifPresentOrElse(user -> restore(user, hash), () -> addAdmin(tenant, hash));
        return given.isEmpty() ? Optional.of(password) : Optional.empty();
    }

    private void addAdmin(Tenant tenant, String hash) {
        users.add(new NewUser(tenant.id(), ADMIN, hash, ROLES, false, clock.instant()))
                .ifPresent(user -> tell(user, Action.USER_CREATED, "administrator, super_admin"));
    }

    /** One whom somebody took the role or the entry from by SQL. */
    private void restore(User admin, String hash) {
        User then = admin.withRoles(ROLES).withEnabled(true).withPassword(hash, false);
        users.replace(then);
        tell(then, Action.USER_CHANGED, "enabled, roles administrator, super_admin, password set");
    }

    private Optional<PlainKey> given(PlainKey given, List<Tenant> there, Optional<Tenant> home) {
        Optional<ApiKey> known = apiKeys.all().stream()
                .filter(key -> key.id().equals(given.id()))
                .findFirst();
        // A known one stays where it is, whatever that tenant is called by now.
        Optional<TenantId> tenant = known.map(ApiKey::tenant)
                .or(() -> home.filter(FirstStart::isFirst).map(Tenant::id));
        tenant.filter(id -> there.stream().noneMatch(one -> one.id().equals(id) && !one.stays()))
                .map(id -> given.recorder(id, clock.instant()))
                .filter(key -> known.filter(old -> opensTheSame(old, key)).isEmpty())
                .ifPresent(key -> put(key, known.isPresent() ? "renewed at the start" : "recorder"));
        return Optional.empty();
    }

    /**
     * Whether it is the tenant of the first start, whatever it is called by now, or one that was given its name. Another one's numbers are not those
     * of whoever holds the setting's key, which may have been that of a tenant that is gone.
     */
    private static boolean isFirst(Tenant tenant) {
        return tenant.id().value() == FIRST || tenant.name().equals(TENANT);
    }

    private PlainKey madeUpKey(Tenant tenant) {
        PlainKey made = PlainKey.random(TENANT);
        put(made.recorder(tenant.id(), clock.instant()), "recorder");
        return made;
    }

    private void put(ApiKey key, String detail) {
        apiKeys.put(key);
        tell(key.tenant(), Action.KEY_CREATED, key.id(), key.name(), detail);
    }

    private static boolean opensTheSame(ApiKey there, ApiKey given) {
        return there.role() == given.role()
                && there.secretHash().equals(given.secretHash())
                && there.expires().isEmpty();
    }

    private void tell(User user, Action action, String detail) {
        tell(user.tenant(), action, Long.toString(user.id().value()), user.login(), detail);
    }

    /** Of no actor and no address: the service itself. */
    private void tell(TenantId tenant, Action action, String id, String name, String detail) {
        trail.append(List.of(new AuditEvent(
                clock.instant(),
                Optional.of(tenant),
                action,
                "",
                "",
                Optional.of(new Target(id, name)),
                Optional.of(detail))));
    }
}
