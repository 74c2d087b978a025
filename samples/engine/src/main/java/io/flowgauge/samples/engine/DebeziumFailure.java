package io.flowgauge.samples.engine;

import io.debezium.engine.DebeziumEngine;
import org.jspecify.annotations.Nullable;

/** Why Debezium ended by itself. */
final class DebeziumFailure implements DebeziumEngine.CompletionCallback {
    private volatile String message = "Debezium ended without a word";

    @Override
    public void handle(boolean success, @Nullable String text, @Nullable Throwable error) {
        if (error == null) {
            message = "Debezium ended: " + text;
            return;
        }
        message = "Debezium: " + error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String own = cause.getMessage();
            // a message that only repeats its cause's, or none at all, says less than the one above it
            if (own != null
                    && (cause.getCause() == null || !own.equals(cause.getCause().toString()))) {
                message = "Debezium: " + own;
            }
        }
    }

    String message() {
        return message;
    }
}
