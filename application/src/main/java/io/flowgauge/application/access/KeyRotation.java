package io.flowgauge.application.access;

import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.domain.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/** Replaces the key that signs tokens each day, and drops a key once no token of it can be valid any more. */
public final class KeyRotation {
    private static final Duration SIGNS_FOR = Duration.ofDays(1);

    /** A new key signs on other nodes up to their next refresh. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final SigningKeys keys;
    private final Duration tokenLifetime;

    public KeyRotation(SigningKeys keys, Duration tokenLifetime) {
        this.keys = keys;
        this.tokenLifetime = tokenLifetime;
    }

    /** To be called at the start and each hour. */
    public void rotate(Instant now) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        keys.addUnlessNewer(new SigningKey(Secrets.random(9), secret, now), now.minus(SIGNS_FOR));
        // Every token was signed by the newest key of its time: once a key is older than any token can be, its
        // predecessors are not needed.
        Instant oldestToken = now.minus(tokenLifetime).minus(SLACK);
        keys.all().stream()
                .map(SigningKey::created)
                .filter(created -> created.isBefore(oldestToken))
                .max(Comparator.naturalOrder())
                .ifPresent(keys::removeCreatedBefore);
    }
}
