package io.flowgauge.rest.api.access;

import io.flowgauge.domain.Role;
import io.flowgauge.domain.User;
import java.util.List;

/** A user, without the password. */
record UserJson(long id, String login, List<String> roles, boolean enabled, boolean mustChangePassword, long created) {
    static UserJson of(User user) {
        return new UserJson(
                user.id().value(),
                user.login(),
                user.roles().stream().sorted().map(Role::word).toList(),
                user.enabled(),
                user.mustChangePassword(),
                user.created().toEpochMilli());
    }
}
