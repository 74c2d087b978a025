package io.flowgauge.rest.etl;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.RunStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run as the documented API shows it; times in ms since the epoch, {@code duration} in ms. */
@JsonPropertyOrder({
    "auditId",
    "parentAuditId",
    "retries",
    "flowId",
    "flowName",
    "eventId",
    "eventName",
    "messageId",
    "status",
    "user",
    "started",
    "ended",
    "duration",
    "records",
    "exception"
})
record ExecutionJson(
        long auditId,
        @Nullable Long parentAuditId,
        @Nullable Integer retries,
        long flowId,
        String flowName,
        @Nullable String eventId,
        @Nullable String eventName,
        String messageId,
        String status,
        @Nullable String user,
        long started,
        @Nullable Long ended,
        long duration,
        long records,
        @Nullable String exception) {

    static ExecutionJson of(Execution execution) {
        RunLife life = execution.life();
        Optional<RunStatement> said = execution.run().said().map(RunStatement.Said::statement);
        Instant until = life.ended() == null ? execution.now() : life.ended();
        return new ExecutionJson(
                execution.run().id().value(),
                said.map(RunStatement::parentAuditId)
                        .map(parent -> parent.value())
                        .orElse(null),
                said.map(RunStatement::retries).orElse(null),
                execution.run().flow().id().value(),
                execution.run().flow().name(),
                null,
                null,
                execution.run().messageId().toString(),
                Status.of(life.state()).word(),
                life.user(),
                life.started().toEpochMilli(),
                life.ended() == null ? null : life.ended().toEpochMilli(),
                Math.max(0, Duration.between(life.started(), until).toMillis()),
                life.records(),
                life.error());
    }
}
