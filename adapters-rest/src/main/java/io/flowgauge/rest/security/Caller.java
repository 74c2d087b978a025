package io.flowgauge.rest.security;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.rest.problem.Problem;
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

    /** Whose account an endpoint of {@link Permission#OWN_ACCOUNT} is about. */
    default Person person() {
        throw new IllegalStateException("a key has no account");
    }

    /**
     * The session that the request came by.
     *
     * @throws Problem 403, when it came by a token
     */
    default By.Session bySession() {
        if (person().by() instanceof By.Session session) {
            return session;
        }
        throw new Problem(403, "this is for sessions of the page; this request came with a token");
    }

    /** How a user is known. */
    sealed interface By {
        record Token(Instant expires) implements By {}

        /**
         * One of the page.
         *
         * @param csrfToken that its changes carry
         */
        record Session(PageSession session, String csrfToken) implements By {
            @Override
            public String toString() {
                return "Session[" + session.id() + "]";
            }
        }
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
        public Person person() {
            return this;
        }

        @Override
        public Actor actor(HttpServletRequest request) {
            return Actor.of(user, tenant, request.getRemoteAddr());
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

        /** A key of a user's role has no account of its own. */
        @Override
        public boolean may(Permission what) {
            return Caller.super.may(what) && what != Permission.OWN_ACCOUNT;
        }
    }
}
