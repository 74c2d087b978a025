package io.flowgauge.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A program's key of one tenant: {@code fg_<id>_<secret>}.
 *
 * @param id letters and digits, unique in the whole service
 * @param name what people call it; of several keys at once while it is rotated
 * @param secretHash SHA-256 of the secret, in lower-case hexadecimal
 * @param expires when it is no longer taken; empty: never
 * @param requestsPerMinute how many requests each node takes of it; empty: any number
 * @param createdBy the login of who made it; empty: the service
 */
public record ApiKey(
        String id,
        TenantId tenant,
        String name,
        Role role,
        String secretHash,
        Instant created,
        Optional<Instant> expires,
        OptionalInt requestsPerMinute,
        Optional<String> createdBy) {
    public ApiKey {
        if (!id.matches("[A-Za-z0-9]{1,64}")) {
            throw new IllegalArgumentException("key id is \"" + id + "\", must be 1 to 64 letters or digits");
        }
        if (!secretHash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the hash of key " + id + " is no SHA-256 in lower-case hexadecimal");
        }
        Limits.name("key", name);
        if (!role.isOfKeys()) {
            throw new IllegalArgumentException("role " + role.word() + " is for users alone");
        }
    }

    /** Without the hash of the secret, which is nobody's to read in a log. */
    @Override
    public String toString() {
        return "ApiKey fg_" + id;
    }

    public boolean isExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    /** The same key, no longer taken from then on. */
    public ApiKey expiring(Instant at) {
        return new ApiKey(id, tenant, name, role, secretHash, created, Optional.of(at), requestsPerMinute, createdBy);
    }
}
