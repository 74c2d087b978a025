package io.flowgauge.domain;

/** A flow run's number, given by Flowgauge; the {@code auditId} of the API: 1 to 2⁶³−1. */
public record AuditId(long value) implements Comparable<AuditId> {
    public AuditId {
        if (value < 1) {
            throw new IllegalArgumentException("id is " + value + ", must be 1 or more");
        }
    }

    @Override
    public int compareTo(AuditId other) {
        return Long.compare(value, other.value);
    }
}
