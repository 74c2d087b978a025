package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Duration;
import java.util.Optional;

/** Tells whose a credential is. Answers from memory, which follows PostgreSQL within a second. */
public interface CheckAccess {

    /** The key of that id, to verify a token's signature with. */
    Optional<SigningKey> signingKey(String keyId);

    /** The user of a token, unless revoked or changed since: {@code credentialVersion} is the one in the token. */
    Optional<User> user(UserId id, TenantId tenant, long credentialVersion);

    /** What a key opens. */
    sealed interface KeyAnswer {
        record Valid(ApiKey key) implements KeyAnswer {}

        /** The key has had its requests of this minute; {@code retryAfter} in whole seconds. */
        record TooMany(ApiKey key, Duration retryAfter) implements KeyAnswer {}

        /** {@code why} in words for the log, without the key. */
        record Refused(String why) implements KeyAnswer {}
    }

    /** Whose the API key {@code fg_<id>_<secret>} is, and counts the request. */
    KeyAnswer key(String key);

    /** Whether a key that was let in still would be: a body may take a while to come. Cheap, and counts no request. */
    boolean isStillLetIn(ApiKey key);

    /** Someone signed in on the page. */
    record SignedIn(User user, PageSession session) {}

    /**
     * Whose the session of that cookie is; one that this node has not seen yet is looked up.
     *
     * @throws HistoryUnavailable PostgreSQL, where the session would have to be looked up, is away
     */
    Optional<SignedIn> session(String cookie);
}
