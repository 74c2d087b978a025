package io.flowgauge.application.port.out;

/** The history cannot be reached or written at the moment; nothing is wrong with what was to be written, try again later. */
public class HistoryUnavailable extends RuntimeException {
    public HistoryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public HistoryUnavailable(String message) {
        super(message);
    }

    /** The connection died while the write was being committed: it may or may not be there. */
    public static final class OutcomeUnknown extends HistoryUnavailable {
        public OutcomeUnknown(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
