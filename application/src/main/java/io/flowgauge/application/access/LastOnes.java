package io.flowgauge.application.access;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps somebody in who can let others in. */
final class LastOnes {
    private LastOnes() {}

    /**
     * Why a user may not change like that.
     *
     * @param all the users as they are
     * @param now one of them
     * @param then what becomes of that one; empty: it is removed
     */
    static Optional<String> wouldBeMissed(List<User> all, User now, Optional<User> then) {
        TenantId tenant = now.tenant();
        if (isLast(all, now, then, user -> administers(user) && user.tenant().equals(tenant))) {
            return Optional.of(now.login() + " is the tenant's last enabled administrator; make another one first");
        }
        if (isLast(all, now, then, LastOnes::isSuper)) {
            return Optional.of(now.login() + " is the service's last enabled SuperAdmin; make another one first");
        }
        return Optional.empty();
    }

    /**
     * Why a tenant may not go with all its users.
     *
     * @param all the users as they are
     */
    static Optional<String> wouldBeMissed(List<User> all, Tenant tenant) {
        return all.stream().anyMatch(user -> isSuper(user) && !user.tenant().equals(tenant.id()))
                ? Optional.empty()
                : Optional.of("tenant \"" + tenant.name()
                        + "\" is that of the service's last enabled SuperAdmin; make one in another tenant first");
    }

    private static boolean isLast(List<User> all, User now, Optional<User> then, Predicate<User> such) {
        return such.test(now)
                && then.filter(such).isEmpty()
                && all.stream().noneMatch(user -> !user.id().equals(now.id()) && such.test(user));
    }

    private static boolean administers(User user) {
        return user.enabled() && user.is(Role.ADMINISTRATOR);
    }

    private static boolean isSuper(User user) {
        return user.enabled() && user.is(Role.SUPER_ADMIN);
    }
}
