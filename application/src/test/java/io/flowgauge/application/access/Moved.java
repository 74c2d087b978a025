package io.flowgauge.application.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until the test moves it. */
final class Moved implements InstantSource {
    private volatile Instant now;

    Moved(Instant now) {
        this.now = now;
    }

    void by(Duration step) {
        now = now.plus(step);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
