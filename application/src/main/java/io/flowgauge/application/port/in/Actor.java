package io.flowgauge.application.port.in;

import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.UserId;
import java.util.Set;

/**
 * A user who changes something.
 *
 * @param tenant that is changed: the user's own, or the one that a SuperAdmin switched to
 * @param address where the request comes from
 */
public record Actor(UserId user, String login, Set<Role> roles, TenantId tenant, String address) {
    public boolean may(Permission what) {
        return roles.stream().anyMatch(what::isOf);
    }
}
