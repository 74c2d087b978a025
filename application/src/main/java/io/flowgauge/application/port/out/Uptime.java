package io.flowgauge.application.port.out;

/** A clock that nobody sets: it neither jumps nor goes back. While the machine sleeps it may stand still. */
@FunctionalInterface
public interface Uptime {
    /** Milliseconds since some moment; only differences mean something. */
    long ms();
}
