package io.flowgauge.domain;

/** How the latency of some records was spread, in ms; from a distribution, so within 10 % before the rounding to whole milliseconds. */
public record LatencySpread(long minMs, long p50Ms, long p95Ms, long p99Ms, long maxMs) {
    public LatencySpread {
        if (minMs > p50Ms || p50Ms > p95Ms || p95Ms > p99Ms || p99Ms > maxMs) {
            throw new IllegalArgumentException("latencies of " + minMs + ", " + p50Ms + ", " + p95Ms + ", " + p99Ms
                    + " and " + maxMs + " ms are not in order");
        }
    }
}
