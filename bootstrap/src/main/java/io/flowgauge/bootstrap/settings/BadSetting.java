package io.flowgauge.bootstrap.settings;

/** A setting that cannot be used; the message says which, its value and what would be right. */
public final class BadSetting extends RuntimeException {
    public BadSetting(String message) {
        super(message);
    }
}
