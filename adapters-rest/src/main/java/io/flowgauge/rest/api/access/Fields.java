package io.flowgauge.rest.api.access;

import io.flowgauge.domain.Role;
import io.flowgauge.rest.body.JsonBody;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fields of bodies that several endpoints take. */
final class Fields {
    private static final int LONGEST_NAME = 512;

    private Fields() {}

    /** A name: 1 to 512 characters, without control characters, and none at its edges that nobody sees. */
    static String name(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > LONGEST_NAME) {
            throw new IllegalArgumentException("it has " + length + " characters, must have 1 to " + LONGEST_NAME);
        }
        if (!text.equals(text.strip())) {
            throw new IllegalArgumentException("it begins or ends with white space; leave that out");
        }
        if (text.codePoints().anyMatch(Fields::isUnseen)) {
            throw new IllegalArgumentException(
                    "it holds control characters or half of a surrogate pair; leave them out");
        }
        return text;
    }

    private static boolean isUnseen(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("it is no time zone; use an IANA name such as Europe/Paris, or UTC");
        }
    }

    /** The roles that a user is to have; empty when they are left out, and when a fault was found. */
    static Optional<Set<Role>> roles(JsonBody body) {
        Optional<List<String>> words = body.texts("roles");
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words.get()) {
            Optional<Role> role = Role.ofWord(word).filter(Role::isOfUsers);
            if (role.isEmpty()) {
                body.fault("roles", "roles are " + words(Role::isOfUsers));
                return Optional.empty();
            }
            roles.add(role.get());
        }
        return Optional.of(roles);
    }

    static Role roleOfKey(String word) {
        return Role.ofWord(word)
                .filter(Role::isOfKeys)
                .orElseThrow(() -> new IllegalArgumentException("role of a key is " + words(Role::isOfKeys)));
    }

    private static String words(Predicate<Role> such) {
        return Stream.of(Role.values()).filter(such).map(Role::word).collect(Collectors.joining(", "));
    }
}
