package io.flowgauge.application.port.in;

import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.util.Optional;

/** Tells whose a credential is. Answers from memory, which follows PostgreSQL within a second. */
public interface CheckAccess {

    /** The key of that id, to verify a token's signature with. */
    Optional<SigningKey> signingKey(String keyId);

    /** The user of a token, unless revoked or changed since: {@code credentialVersion} is the one in the token. */
    Optional<User> user(UserId id, TenantId tenant, long credentialVersion);

    /** The tenant that a recorder's key {@code fg_<id>_<secret>} belongs to. */
    Optional<TenantId> recorder(String key);
}
