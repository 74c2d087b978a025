package io.flowgauge.domain;

/** A user's number: 1 to 2⁶³−1. */
public record UserId(long value) implements Comparable<UserId> {
    public UserId {
        if (value < 1) {
            throw new IllegalArgumentException("id is " + value + ", must be 1 or more");
        }
    }

    @Override
    public int compareTo(UserId other) {
        return Long.compare(value, other.value);
    }
}
