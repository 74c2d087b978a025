package io.flowgauge.architecture.specimen.domain;

import io.flowgauge.architecture.specimen.application.live.Registry;
import java.time.Instant;

/** Knows the application, reads the clock, and closes a cycle. */
public class Late {
    Registry registry = new Registry();
    Instant now = Instant.now();
}
