package io.flowgauge.application.access;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recorder's key as a reporter holds it: {@code fg_<id>_<secret>}. */
public record RecorderKey(String id, String secret) {
    /** Characters that a secret has at least. */
    public static final int SECRET_LENGTH = 24;

    private static final Pattern FORM = Pattern.compile("fg_([A-Za-z0-9]{1,64})_([\\x21-\\x7e]{1,512})");

    /** The parts of a key; empty when it has not the form. */
    public static Optional<RecorderKey> parse(String key) {
        Matcher parts = FORM.matcher(key);
        return parts.matches() ? Optional.of(new RecorderKey(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** A new key with 192 random bits. */
    public static RecorderKey random(String id) {
        return new RecorderKey(id, randomText(24));
    }

    /** Text of {@code bytes} random bytes, safe in a URL. */
    public static String randomText(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    public ApiKey of(TenantId tenant) {
        return new ApiKey(id, tenant, secretHash());
    }

    String secretHash() {
        // Secrets are our own random ones or long ones, so a plain hash is enough; a slow one would cost every report.
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** The whole key, for its owner. */
    public String text() {
        return "fg_" + id + "_" + secret;
    }

    @Override
    public String toString() {
        return "fg_" + id + "_…";
    }
}
