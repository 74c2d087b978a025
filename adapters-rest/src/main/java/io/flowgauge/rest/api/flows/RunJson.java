package io.flowgauge.rest.api.flows;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.RunStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run; times in ms since the epoch, {@code duration} in ms until now while it runs, unknown is null. */
@JsonPropertyOrder(alphabetic = false)
record RunJson(
        long auditId,
        long flowId,
        String flow,
        String runKey,
        String messageId,
        @Nullable Long parentAuditId,
        @Nullable Integer retries,
        String state,
        long started,
        @Nullable Long ended,
        long duration,
        long records,
        @Nullable String user,
        @Nullable String error) {

    static RunJson of(Execution execution) {
        FlowRun run = execution.run();
        RunLife life = execution.life();
        Instant ended = life.ended();
        Optional<RunStatement> said = run.said().map(RunStatement.Said::statement);
        Duration lasted = Duration.between(life.started(), ended == null ? execution.now() : ended);
        return new RunJson(
                run.id().value(),
                run.flow().id().value(),
                run.flow().name(),
                run.key(),
                run.messageId().toString(),
                said.map(RunStatement::parentAuditId)
                        .map(parent -> parent.value())
                        .orElse(null),
                said.map(RunStatement::retries).orElse(null),
                life.state().word(),
                life.started().toEpochMilli(),
                ended == null ? null : ended.toEpochMilli(),
                Math.max(0, lasted.toMillis()),
                life.records(),
                life.user(),
                life.error());
    }
}
