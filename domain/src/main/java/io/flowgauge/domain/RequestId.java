package io.flowgauge.domain;

/** The engine's own id of one execution of a task; unique in its tenant. */
public record RequestId(String value) implements Comparable<RequestId> {
    public RequestId {
        Limits.name("requestId", value);
    }

    @Override
    public int compareTo(RequestId other) {
        return value.compareTo(other.value);
    }
}
