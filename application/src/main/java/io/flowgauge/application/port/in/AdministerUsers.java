package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The users of a tenant. What changes is durable, and in the audit trail, before a method returns; what was given out to a user whose
 * password, roles or standing changed is void within a second, on every node. Every method throws {@link HistoryUnavailable} when PostgreSQL is away.
 */
public interface AdministerUsers {
    /** Ordered by login. */
    List<User> users(TenantId tenant);

    Optional<User> user(TenantId tenant, UserId id);

    /** The user, if it is the actor's to change. */
    Change<User> administered(Actor actor, UserId id);

    /**
     * Makes a user.
     *
     * @param password that the administrator passes on
     * @param mustChangePassword whether the user has to choose another at first; false for a program
     */
    Change<User> create(Actor actor, String login, String password, Set<Role> roles, boolean mustChangePassword);

    /**
     * What of a user is to change; what is empty stays.
     *
     * @param password that the administrator passes on
     */
    record Edit(
            Optional<Set<Role>> roles,
            Optional<Boolean> enabled,
            Optional<String> password,
            Optional<Boolean> mustChangePassword) {}

    /** Changes a user, but not the actor's own password. A tenant's last enabled administrator stays one, and so does the service's last SuperAdmin. */
    Change<User> edit(Actor actor, UserId id, Edit edit);

    /** Removes a user. */
    Change<User> delete(Actor actor, UserId id);

    /** Chooses one's own password; the {@code current} one is asked for again, and counts as a sign-in for the limits on failures. Conflict: it has been
     * changed meanwhile. */
    Change<User> choosePassword(Actor actor, String current, String password);
}
