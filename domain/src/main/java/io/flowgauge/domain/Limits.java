package io.flowgauge.domain;

import org.jspecify.annotations.Nullable;

/** How long texts may be, in code points; longer ones are refused, not cut. None may hold U+0000, which PostgreSQL cannot store. */
public final class Limits {

    /** Names and keys. */
    public static final int NAME = 512;

    /** {@code code} and {@code error}. */
    public static final int TEXT = 16_384;

    /** Labels of a task. */
    public static final int LABELS = 16;

    /** A label's name and its value, each. */
    public static final int LABEL = 128;

    private Limits() {}

    static void name(String field, @Nullable String value) {
        text(field, value, 1, NAME);
    }

    static void text(String field, @Nullable String value) {
        text(field, value, 0, TEXT);
    }

    static void text(String field, @Nullable String value, int least, int most) {
        if (value == null) {
            return;
        }
        int length =
                value.length() <= most && value.length() >= 2 * least ? least : value.codePointCount(0, value.length());
        if (length < least || length > most) {
            throw new IllegalArgumentException(
                    field + " has " + length + " characters, must have " + least + " to " + most);
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(field + " holds the character U+0000, which cannot be stored");
        }
        if (hasLoneSurrogate(value)) {
            throw new IllegalArgumentException(field + " holds half of a surrogate pair, which is no character");
        }
    }

    private static boolean hasLoneSurrogate(String value) {
        for (int at = 0; at < value.length(); at++) {
            char unit = value.charAt(at);
            if (Character.isHighSurrogate(unit)
                    && at + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(unit)) {
                return true;
            }
        }
        return false;
    }
}
