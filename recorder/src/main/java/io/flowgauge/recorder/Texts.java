package io.flowgauge.recorder;

import org.jspecify.annotations.Nullable;

/** Brings texts within what the service takes: a name too long must never stop a pipeline, so it is cut here. */
final class Texts {
    static final int NAME = 512;
    static final int TEXT = 16_384;
    static final int LABEL = 128;
    static final int LINK = 2_048;

    private Texts() {}

    /** A name or key; an empty one is {@code unnamed}. */
    static String name(@Nullable String text) {
        String cut = cut(text, NAME);
        return cut == null || cut.isEmpty() ? "unnamed" : cut;
    }

    /** Null stays null, and so does an empty text. */
    static @Nullable String optional(@Nullable String text, int most) {
        String cut = cut(text, most);
        return cut == null || cut.isEmpty() ? null : cut;
    }

    /** At most so many code points, with U+FFFD for U+0000 and for half surrogate pairs. */
    static @Nullable String cut(@Nullable String text, int most) {
        if (text == null) {
            return null;
        }
        int end = text.codePointCount(0, text.length()) <= most ? text.length() : text.offsetByCodePoints(0, most);
        StringBuilder clean = new StringBuilder(end);
        text.substring(0, end).codePoints().forEach(point -> clean.appendCodePoint(storable(point) ? point : 0xFFFD));
        return clean.toString();
    }

    private static boolean storable(int point) {
        return point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }
}
