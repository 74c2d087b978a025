package io.flowgauge.domain;

import java.time.Instant;

/**
 * A key that signs tokens with HMAC-SHA-256.
 *
 * @param id the {@code kid} in a token's header
 * @param secret 32 bytes or more
 */
// Compared by id alone: an array component would make record equality one of references.
@SuppressWarnings("ArrayRecordComponent")
public record SigningKey(String id, byte[] secret, Instant created) {
    public SigningKey {
        if (secret.length < 32) {
            throw new IllegalArgumentException(
                    "signing key has " + secret.length + " bytes, must have 32 or more (RFC 7518, 3.2)");
        }
        secret = secret.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey key && key.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "SigningKey " + id;
    }
}
