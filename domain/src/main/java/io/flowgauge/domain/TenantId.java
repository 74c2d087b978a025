package io.flowgauge.domain;

/** A tenant's number: 1 to 2⁶³−1. */
public record TenantId(long value) implements Comparable<TenantId> {
    public TenantId {
        if (value < 1) {
            throw new IllegalArgumentException("id is " + value + ", must be 1 or more");
        }
    }

    @Override
    public int compareTo(TenantId other) {
        return Long.compare(value, other.value);
    }
}
