package io.flowgauge.domain;

/** A flow's number: 1 to 2⁶³−1. */
public record FlowId(long value) implements Comparable<FlowId> {
    public FlowId {
        if (value < 1) {
            throw new IllegalArgumentException("id is " + value + ", must be 1 or more");
        }
    }

    @Override
    public int compareTo(FlowId other) {
        return Long.compare(value, other.value);
    }
}
