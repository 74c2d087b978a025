package io.flowgauge.application.access;

import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
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

    public FirstStart(Tenants tenants, Users users, ApiKeys apiKeys, Passwords passwords) {
        this.tenants = tenants;
        this.users = users;
        this.apiKeys = apiKeys;
        this.passwords = passwords;
    }

    /** What was made up, to be shown once; each empty when it was given or is there already. */
    public record MadeUp(Optional<String> adminPassword, Optional<RecorderKey> recorderKey) {}

    /**
     * Makes what is missing.
     *
     * @param adminPassword of the first start; empty: one is made up
     * @param recorderKey made or renewed by its id at each start; empty: one is made up when the tenant has none
     */
    public MadeUp prepare(Optional<String> adminPassword, Optional<RecorderKey> recorderKey) {
        Tenant tenant = tenants.named(TENANT, ZoneId.of("UTC"));
        return new MadeUp(admin(tenant, adminPassword), recorderKey(tenant, recorderKey));
    }

    private Optional<String> admin(Tenant tenant, Optional<String> given) {
        if (users.all().stream().anyMatch(user -> user.login().equals(ADMIN))) {
            return Optional.empty();
        }
        String password = given.orElseGet(() -> RecorderKey.randomText(15));
        boolean added = users.add(
                        tenant.id(), ADMIN, passwords.hash(password), Set.of(Role.ADMINISTRATOR, Role.SUPER_ADMIN))
                .isPresent();
        return added && given.isEmpty() ? Optional.of(password) : Optional.empty();
    }

    private Optional<RecorderKey> recorderKey(Tenant tenant, Optional<RecorderKey> given) {
        var known = apiKeys.all();
        if (given.isPresent()) {
            ApiKey key = given.get().of(tenant.id());
            if (!known.contains(key)) {
                apiKeys.put(key);
            }
            return Optional.empty();
        }
        if (known.stream().anyMatch(key -> key.tenant().equals(tenant.id()))) {
            return Optional.empty();
        }
        RecorderKey made = RecorderKey.random("default");
        apiKeys.put(made.of(tenant.id()));
        return Optional.of(made);
    }
}
