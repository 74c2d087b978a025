package io.flowgauge.bootstrap.startup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line why the service does not start. */
final class OneLine implements FailureAnalysisReporter {
    private static final Logger LOG = LoggerFactory.getLogger("io.flowgauge");

    @Override
    public void report(FailureAnalysis analysis) {
        // Spring's own descriptions end with a full stop, ours do not.
        String description = analysis.getDescription().strip().replaceFirst("\\.$", "");
        String action = analysis.getAction() == null ? "" : ". " + analysis.getAction();
        LOG.error(
                "Flowgauge does not start: {}",
                (description + action).replaceAll("\\s*\\R\\s*", " ").strip());
    }
}
