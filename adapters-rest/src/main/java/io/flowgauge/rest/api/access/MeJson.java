package io.flowgauge.rest.api.access;

import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Tenant;
import io.flowgauge.rest.security.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who one is and what one may.
 *
 * @param tenant that one sees: one's own, or the one that one switched to
 * @param csrfToken that a change by this session has to carry; null for a token
 */
record MeJson(
        long userId,
        String login,
        List<String> roles,
        List<String> permissions,
        boolean mustChangePassword,
        TenantJson tenant,
        @Nullable String csrfToken) {
    static MeJson of(Caller.Person person, Tenant tenant) {
        UserJson user = UserJson.of(person.user());
        return new MeJson(
                user.id(),
                user.login(),
                user.roles(),
                Arrays.stream(Permission.values())
                        .filter(person::may)
                        .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                        .toList(),
                user.mustChangePassword(),
                TenantJson.of(tenant),
                person.by() instanceof Caller.By.Session session ? session.csrfToken() : null);
    }

    /** Without the token: answers are logged where an operator looks closely. */
    @Override
    public String toString() {
        return "MeJson[" + login + "]";
    }
}
