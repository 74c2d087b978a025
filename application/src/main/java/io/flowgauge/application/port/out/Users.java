package io.flowgauge.application.port.out;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The users of all tenants, durably. Every method throws {@link HistoryUnavailable} when PostgreSQL is away. */
public interface Users {
    List<User> all();

    /** As {@link #all}; nobody else changes a user until the end of the {@linkplain Transactions transaction}. */
    List<User> hold();

    /**
     * The user of that number. Nobody {@linkplain #hold() holds} the users until the end of the {@linkplain Transactions transaction}, in which
     * {@link #hold()} must not be called any more; others may share them.
     */
    Optional<User> share(UserId id);

    /** A user that is to be made. */
    record NewUser(
            TenantId tenant,
            String login,
            String passwordHash,
            Set<Role> roles,
            boolean mustChangePassword,
            Instant created) {}

    /** Adds a user with credential version 1; empty when the login is taken. */
    Optional<User> add(NewUser user);

    /** Takes over all of a known user but its number, tenant, login and creation. */
    void replace(User user);

    /** Removes a user with its sessions. */
    void remove(UserId id);
}
