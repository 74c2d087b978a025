package io.flowgauge.bootstrap.move;

/** One side failed. What was finished stays finished: the same command, run again, goes on. The message is part of a line. */
final class Cut extends RuntimeException {
    Cut(String message, Throwable cause) {
        super(message, cause);
    }
}
