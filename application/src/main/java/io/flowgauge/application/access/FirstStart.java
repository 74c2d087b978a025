package io.flowgauge.application.access;

import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** Makes what a new service needs: tenant {@code default}, user {@code admin}, a recorder's key. */
public final class FirstStart {
    private static final String TENANT = "default";
    private static final String ADMIN = "admin";

    private final Tenants tenants;
    private final Users users;
    private final ApiKeys apiKeys;
    private final Passwords passwords;
    private final InstantSource clock;

    public FirstStart(Tenants tenants, Users users, ApiKeys apiKeys, Passwords passwords, InstantSource clock) {
        this.tenants = tenants;
        this.users = users;
        this.apiKeys = apiKeys;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** What was made up, to be shown once; each empty when it was given or is there already. */
    public record MadeUp(Optional<String> adminPassword, Optional<PlainKey> recorderKey) {}

    /**
     * Makes what is missing; nothing while the tenant is being deleted.
     *
     * @param adminPassword of the first start; empty: one is made up
     * @param recorderKey made or renewed by its id at each start; empty: one is made up when the tenant has none
     */
    public MadeUp prepare(Optional<String> adminPassword, Optional<PlainKey> recorderKey) {
        Tenant tenant = tenants.named(TENANT, ZoneId.of("UTC"));
        if (tenant.state() == Tenant.State.DELETING) {
            // Whatever it got would go with it.
            return new MadeUp(Optional.empty(), Optional.empty());
        }
        return new MadeUp(admin(tenant, adminPassword), recorderKey(tenant, recorderKey));
    }

    private Optional<String> admin(Tenant tenant, Optional<String> given) {
        if (users.all().stream().anyMatch(user -> user.login().equals(ADMIN))) {
            return Optional.empty();
        }
        String password = given.orElseGet(() -> Secrets.random(15));
        boolean added = users.add(new NewUser(
                        tenant.id(),
                        ADMIN,
                        passwords.hash(password),
                        Set.of(Role.ADMINISTRATOR, Role.SUPER_ADMIN),
                        false,
                        clock.instant()))
                .isPresent();
        return added && given.isEmpty() ? Optional.of(password) : Optional.empty();
    }

    private Optional<PlainKey> recorderKey(Tenant tenant, Optional<PlainKey> given) {
        var known = apiKeys.all();
        if (given.isPresent()) {
            ApiKey key = given.get().recorder(tenant.id(), clock.instant());
            if (known.stream().noneMatch(there -> opensTheSame(there, key))) {
                apiKeys.put(key);
            }
            return Optional.empty();
        }
        if (known.stream().anyMatch(key -> key.tenant().equals(tenant.id()) && key.role() == Role.RECORDER)) {
            return Optional.empty();
        }
        PlainKey made = PlainKey.random("default");
        apiKeys.put(made.recorder(tenant.id(), clock.instant()));
        return Optional.of(made);
    }

    private static boolean opensTheSame(ApiKey there, ApiKey given) {
        return there.id().equals(given.id())
                && there.tenant().equals(given.tenant())
                && there.role() == given.role()
                && there.secretHash().equals(given.secretHash())
                && there.expires().isEmpty();
    }
}
