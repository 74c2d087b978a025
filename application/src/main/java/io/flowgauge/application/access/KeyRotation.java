package io.flowgauge.application.access;

import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.domain.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

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
        keys.addUnlessNewer(new SigningKey(RecorderKey.randomText(9), secret, now), now.minus(SIGNS_FOR));
        // A key signs until the next rotation, up to an hour past its day.
        keys.removeCreatedBefore(now.minus(SIGNS_FOR)
                .minus(Duration.ofHours(1))
                .minus(tokenLifetime)
                .minus(SLACK));
    }
}
