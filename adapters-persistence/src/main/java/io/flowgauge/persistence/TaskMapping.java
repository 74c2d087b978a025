package io.flowgauge.persistence;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Flow;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

/** Rows of runs and tasks to the domain. */
@Mapper(implementationName = "Generated<CLASS_NAME>")
interface TaskMapping {
    @Mapping(target = "flow", source = "row.flowName")
    @Mapping(target = "started", source = "row.startedToldMs")
    @Mapping(target = "labels", source = "labels")
    @Mapping(target = "run", expression = "java(null)")
    TaskDescription description(TaskRow row, Map<String, String> labels);

    @Mapping(target = "lastRecordReceived", source = "lastRecord")
    @Mapping(
            target = "latency",
            expression =
                    "java(latency(row.latencyCount(), row.latencySumMs(), row.latencyMinMs(), row.latencyMaxMs(), row.latencyLastMs()))")
    @Mapping(target = "cdc", expression = "java(null)")
    Progress progress(TaskRow row);

    @Mapping(target = "key", source = "runKey")
    @Mapping(target = "flow", source = "row")
    @Mapping(target = "said", expression = "java(said(row))")
    FlowRun run(FlowRunRow row);

    @Mapping(target = "id", source = "flowId")
    @Mapping(target = "tenant", source = "tenantId")
    @Mapping(target = "name", source = "flowName")
    Flow flow(FlowRunRow row);

    default Optional<RunStatement.Said> said(FlowRunRow row) {
        if (row.saidAt() == null) {
            return Optional.empty();
        }
        RunState state = row.saidState() == null
                ? null
                : RunState.ofWord(row.saidState()).orElseThrow();
        AuditId parent = row.parentAuditId() == null ? null : new AuditId(row.parentAuditId());
        RunStatement statement = new RunStatement(state, row.messageId(), parent, row.retries(), row.saidError());
        return Optional.of(new RunStatement.Said(statement, row.saidAt()));
    }

    /** Of the parts as stored; those of a snapshot may be clamped, so the sum is brought within them again. */
    default @Nullable LatencyStats latency(
            @Nullable Long count, @Nullable Long sum, @Nullable Long min, @Nullable Long max, @Nullable Long last) {
        if (count == null || sum == null || min == null || max == null || last == null) {
            return null;
        }
        boolean fits = Math.multiplyHigh(max, count) == 0 && max * count >= 0;
        return new LatencyStats(count, fits ? Math.min(sum, max * count) : sum, min, max, last);
    }

    default TaskState state(String word, @Nullable Instant ended, @Nullable String error, @Nullable String endedBy) {
        if (ended == null) {
            return TaskState.RUNNING;
        }
        return word.equals("lost")
                ? new TaskState.Lost(ended)
                : new TaskState.Ended(Outcome.ofWord(word).orElseThrow(), ended, error, endedBy);
    }

    default TaskType type(String word) {
        return TaskType.ofWord(word).orElseThrow();
    }

    default Instant instant(long epochMs) {
        return Instant.ofEpochMilli(epochMs);
    }

    default TaskId taskId(long id) {
        return new TaskId(id);
    }

    default AuditId auditId(long id) {
        return new AuditId(id);
    }

    default FlowId flowId(long id) {
        return new FlowId(id);
    }

    default TenantId tenantId(long id) {
        return new TenantId(id);
    }
}
