package io.flowgauge.domain;

import java.time.Instant;
import java.util.Set;

/**
 * A person or a program that signs in with a password.
 *
 * @param login unique in the whole service
 * @param passwordHash Argon2id, in the encoded form that carries its parameters
 * @param credentialVersion grows when the password, the roles or {@code enabled} change; tokens and sessions of an older one are void
 * @param enabled whether the user is let in
 * @param mustChangePassword whether the user may do nothing else before choosing a password
 */
public record User(
        UserId id,
        TenantId tenant,
        String login,
        String passwordHash,
        Set<Role> roles,
        long credentialVersion,
        boolean enabled,
        boolean mustChangePassword,
        Instant created) {

    public User {
        Limits.name("login", login);
        roles = Set.copyOf(roles);
        for (Role role : roles) {
            if (!role.isOfUsers()) {
                throw new IllegalArgumentException("role " + role.word() + " is for keys alone");
            }
        }
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** The same user with another password: what was given out for the old one is void. */
    public User withPassword(String hash, boolean mustChange) {
        return new User(id, tenant, login, hash, roles, credentialVersion + 1, enabled, mustChange, created);
    }

    /** The same user with other roles. */
    public User withRoles(Set<Role> others) {
        return others.equals(roles)
                ? this
                : new User(
                        id,
                        tenant,
                        login,
                        passwordHash,
                        others,
                        credentialVersion + 1,
                        enabled,
                        mustChangePassword,
                        created);
    }

    /** The same user, let in or not. */
    public User withEnabled(boolean other) {
        return other == enabled
                ? this
                : new User(
                        id,
                        tenant,
                        login,
                        passwordHash,
                        roles,
                        credentialVersion + 1,
                        other,
                        mustChangePassword,
                        created);
    }

    @Override
    public String toString() {
        return "User " + login;
    }
}
