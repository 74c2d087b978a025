package io.flowgauge.domain;

import java.util.Set;

/**
 * A person or a program that signs in with a password.
 *
 * @param login unique in the whole service
 * @param passwordHash Argon2id, in the encoded form that carries its parameters
 * @param credentialVersion grows when the password or the roles change; tokens of an older one are void
 */
public record User(
        UserId id, TenantId tenant, String login, String passwordHash, Set<Role> roles, long credentialVersion) {

    public User {
        Limits.name("login", login);
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    @Override
    public String toString() {
        return "User " + login;
    }
}
