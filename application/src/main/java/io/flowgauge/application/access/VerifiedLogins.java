package io.flowgauge.application.access;

import io.flowgauge.domain.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that were verified in the last minute, by a keyed hash whose key never leaves this process: a program that signs in
 * often costs one slow verification a minute. A user's change makes its entry void.
 */
final class VerifiedLogins {
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    /** More addresses of one user than any has; of more each is taken for a new one. */
    private static final int ADDRESSES = 100;

    // Compared by MessageDigest, never as a record.
    @SuppressWarnings("ArrayRecordComponent")
    private record Verified(byte[] mac, long credentialVersion, Instant from, Set<String> addresses) {
        /** Also when the clock was set back. */
        boolean isOver(Instant now) {
            return now.isBefore(from) || !now.isBefore(from.plus(REMEMBERED));
        }
    }

    private final Map<Long, Verified> byUser = new ConcurrentHashMap<>();
    private final byte[] key = new byte[32];

    VerifiedLogins() {
        new SecureRandom().nextBytes(key);
    }

    boolean has(User user, String password, Instant now) {
        @Nullable Verified known = byUser.get(user.id().value());
        if (known == null) {
            return false;
        }
        if (known.credentialVersion() != user.credentialVersion() || known.isOver(now)) {
            byUser.remove(user.id().value(), known);
            return false;
        }
        return MessageDigest.isEqual(known.mac(), mac(user, password));
    }

    void add(User user, String password, Instant now) {
        Set<String> addresses = ConcurrentHashMap.newKeySet();
        byUser.put(user.id().value(), new Verified(mac(user, password), user.credentialVersion(), now, addresses));
    }

    /** Whether the user, who is remembered, signs in from there for the first time since. */
    boolean isNewFrom(User user, String address) {
        @Nullable Verified known = byUser.get(user.id().value());
        return known == null
                || (known.addresses().size() >= ADDRESSES
                        ? !known.addresses().contains(address)
                        : known.addresses().add(address));
    }

    private byte[] mac(User user, String password) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(key);
            hash.update(Long.toString(user.id().value()).getBytes(StandardCharsets.UTF_8));
            hash.update((byte) 0);
            return hash.digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
