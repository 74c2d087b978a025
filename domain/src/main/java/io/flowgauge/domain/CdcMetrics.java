package io.flowgauge.domain;

import org.jspecify.annotations.Nullable;

/**
 * What a CDC engine says of its stream's position and queue. Each part may be unknown.
 *
 * @param connector the source's kind, such as {@code postgresql}
 * @param position where in the source's log the stream is, in the source's own notation
 * @param queueCapacity events that fit in the engine's queue
 * @param queueRemaining events that still fit, at most {@code queueCapacity}
 * @param snapshotRunning whether the stream is still copying the tables as they were at its start
 */
public record CdcMetrics(
        @Nullable String connector,
        @Nullable String position,
        @Nullable Long queueCapacity,
        @Nullable Long queueRemaining,
        @Nullable Boolean snapshotRunning) {

    public CdcMetrics {
        Limits.name("cdc.connector", connector);
        Limits.name("cdc.position", position);
        if (queueCapacity != null && queueRemaining != null && queueRemaining > queueCapacity) {
            throw new IllegalArgumentException(
                    "cdc.queueRemaining is " + queueRemaining + ", must be at most cdc.queueCapacity " + queueCapacity);
        }
    }

    /** All that is known, as one readable line: {@code postgresql at 0/1A2B3C8, queue 192 of 8192, streaming}; what is unknown is left out. */
    public String line() {
        StringBuilder line = new StringBuilder();
        if (connector != null) {
            line.append(oneLine(connector));
        }
        if (position != null) {
            line.append(line.isEmpty() ? "at " : " at ").append(oneLine(position));
        }
        if (queueCapacity != null && queueRemaining != null) {
            comma(line)
                    .append("queue ")
                    .append(queueCapacity - queueRemaining)
                    .append(" of ")
                    .append(queueCapacity);
        } else if (queueCapacity != null) {
            comma(line).append("queue of ").append(queueCapacity);
        } else if (queueRemaining != null) {
            comma(line).append("queue has room for ").append(queueRemaining);
        }
        if (snapshotRunning != null) {
            comma(line).append(snapshotRunning ? "initial snapshot running" : "streaming");
        }
        return line.toString();
    }

    private static StringBuilder comma(StringBuilder line) {
        return line.isEmpty() ? line : line.append(", ");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
