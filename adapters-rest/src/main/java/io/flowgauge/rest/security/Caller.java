package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Set;

/** Whose a request is. */
public sealed interface Caller {
    /** The tenant that it is about, from the credential and never from the request. */
    TenantId tenant();

    Set<Role> roles();

    default boolean may(Permission what) {
        return roles().stream().anyMatch(what::isOf);
    }

    /** Who changes something by it: a user, since no key may. */
    default Actor actor(HttpServletRequest request) {
        throw new IllegalStateException("a key changes nothing but tasks");
    }

    /** How a user is known. */
    sealed interface By {
        record Token(Instant expires) implements By {}

        record Session(PageSession session) implements By {}
    }

    /**
     * Someone who has signed in.
     *
     * @param tenant the user's own, or the one that a SuperAdmin switched to
     */
    record Person(User user, TenantId tenant, By by) implements Caller {
        @Override
        public Set<Role> roles() {
            return user.roles();
        }

        /** Who must choose a password may do nothing else before. */
        @Override
        public boolean may(Permission what) {
            return Caller.super.may(what) && (!user.mustChangePassword() || what == Permission.OWN_ACCOUNT);
        }

        @Override
        public Actor actor(HttpServletRequest request) {
            return new Actor(user.id(), user.login(), user.roles(), tenant, request.getRemoteAddr());
        }
    }

    /** A program with a key. */
    record Program(ApiKey key) implements Caller {
        @Override
        public TenantId tenant() {
            return key.tenant();
        }

        @Override
        public Set<Role> roles() {
            return Set.of(key.role());
        }
    }
}
