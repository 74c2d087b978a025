package io.flowgauge.application.access;

import io.flowgauge.domain.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that were verified in the last minute, by a keyed hash whose key never leaves this process: a program that signs in
 * often costs one slow verification a minute. A user's change makes its entry void.
 */
final class VerifiedLogins {
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    // Compared by MessageDigest, never as a record.
    @SuppressWarnings("ArrayRecordComponent")
    private record Verified(byte[] mac, long credentialVersion, Instant until) {}

    private final Map<Long, Verified> byUser = new ConcurrentHashMap<>();
    private final SecretKeySpec key;

    VerifiedLogins() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, "HmacSHA256");
    }

    boolean has(User user, String password, Instant now) {
        @Nullable Verified known = byUser.get(user.id().value());
        if (known == null) {
            return false;
        }
        if (known.credentialVersion() != user.credentialVersion() || !now.isBefore(known.until())) {
            byUser.remove(user.id().value(), known);
            return false;
        }
        return MessageDigest.isEqual(known.mac(), mac(user, password));
    }

    void add(User user, String password, Instant now) {
        byUser.put(
                user.id().value(), new Verified(mac(user, password), user.credentialVersion(), now.plus(REMEMBERED)));
    }

    private byte[] mac(User user, String password) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(Long.toString(user.id().value()).getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HmacSHA256", missing);
        }
    }
}
