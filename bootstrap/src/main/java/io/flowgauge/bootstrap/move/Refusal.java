package io.flowgauge.bootstrap.move;

/** The move is not begun, or not gone on with: the message is one line for the operator and says what to do. */
final class Refusal extends RuntimeException {
    Refusal(String message) {
        super(message);
    }
}
