package io.flowgauge.application.access;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An API key as its holder has it: {@code fg_<id>_<secret>}. */
public record PlainKey(String id, String secret) {
    /** Characters that a secret has at least. */
    public static final int SECRET_LENGTH = 24;

    private static final Pattern FORM = Pattern.compile("fg_([A-Za-z0-9]{1,64})_([\\x21-\\x7e]{1,512})");

    /** The parts of a key; empty when it has not the form. */
    public static Optional<PlainKey> parse(String key) {
        Matcher parts = FORM.matcher(key);
        return parts.matches() ? Optional.of(new PlainKey(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** A new key with 192 random bits. */
    public static PlainKey random(String id) {
        return new PlainKey(id, Secrets.random(24));
    }

    /** As it is kept: of an engine, without an end. */
    public ApiKey recorder(TenantId tenant, Instant created) {
        return new ApiKey(
                id,
                tenant,
                id,
                Role.RECORDER,
                secretHash(),
                created,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    String secretHash() {
        return Secrets.hash(secret);
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
