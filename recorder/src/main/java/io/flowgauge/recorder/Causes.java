package io.flowgauge.recorder;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** A failure in words: each cause's class and message, without stack traces. */
final class Causes {
    private static final int MOST = 8;

    private Causes() {}

    static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure;
                cause != null && told.size() < MOST && told.add(cause);
                cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : "\ncaused by ").append(one(cause));
        }
        return text.toString();
    }

    private static String one(Throwable cause) {
        try {
            return cause.toString();
        } catch (RuntimeException mute) {
            return cause.getClass().getName();
        }
    }
}
