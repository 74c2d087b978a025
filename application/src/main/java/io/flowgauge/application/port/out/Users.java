package io.flowgauge.application.port.out;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The users of all tenants, durably. */
public interface Users {
    List<User> all();

    /** Adds a user with credential version 1; empty when the login is taken. */
    Optional<User> add(TenantId tenant, String login, String passwordHash, Set<Role> roles);
}
