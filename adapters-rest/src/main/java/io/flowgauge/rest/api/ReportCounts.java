package io.flowgauge.rest.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How many reports came in, by what became of them; those of a batch that was answered 503 are not among them. */
final class ReportCounts {
    private final Counter accepted;
    private final Counter stale;
    private final Counter rejected;

    ReportCounts(MeterRegistry metrics) {
        accepted = counter(metrics, "accepted");
        stale = counter(metrics, "stale");
        rejected = counter(metrics, "rejected");
    }

    private static Counter counter(MeterRegistry metrics, String result) {
        return Counter.builder("flowgauge.reports")
                .tag("result", result)
                .description("Reports since the service started, by what became of them")
                .register(metrics);
    }

    void count(BatchAnswer answer) {
        accepted.increment(answer.accepted());
        stale.increment(answer.stale());
        rejected.increment(answer.rejected());
    }
}
