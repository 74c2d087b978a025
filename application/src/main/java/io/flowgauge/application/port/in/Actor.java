package io.flowgauge.application.port.in;

import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.util.Set;

/**
 * A user who changes something.
 *
 * @param credentialVersion of the user when the request's credential was looked at
 * @param tenant that is changed: the user's own, or the one that a SuperAdmin switched to
 * @param address where the request comes from
 */
public record Actor(
        UserId user, long credentialVersion, String login, Set<Role> roles, TenantId tenant, String address) {
    public static Actor of(User user, TenantId tenant, String address) {
        return new Actor(user.id(), user.credentialVersion(), user.login(), user.roles(), tenant, address);
    }

    public boolean may(Permission what) {
        return roles.stream().anyMatch(what::isOf);
    }
}
