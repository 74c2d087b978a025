package io.flowgauge.rest.etl;

import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

/** Tasks to their documented shape. */
@Mapper(implementationName = "Generated<CLASS_NAME>")
interface TaskJsonMapping {
    /**
     * A task as the documented list has it.
     *
     * @param last the totals at the last check; null for a task that has ended
     */
    @Mapping(target = "requestId", source = "task.requestId.value")
    @Mapping(target = "owner", source = "task.description.owner")
    @Mapping(target = "name", source = "task.description.name")
    @Mapping(target = "started", source = "task.started")
    @Mapping(target = "duration", expression = "java(task.duration(now).toMillis())")
    @Mapping(target = "code", expression = "java(task.code())")
    @Mapping(target = "type", source = "task.description.type")
    @Mapping(target = "tenant", source = "tenant")
    @Mapping(target = "language", source = "task.description.language")
    @Mapping(target = "latency", source = "task.progress.latency.lastMs")
    @Mapping(target = "maxLatency", source = "task.progress.latency.maxMs")
    @Mapping(target = "minLatency", source = "task.progress.latency.minMs")
    @Mapping(target = "avgLatency", expression = "java(average(task.progress().latency()))")
    @Mapping(target = "recordsProcessed", source = "task.progress.records")
    @Mapping(
            target = "recordsProcessedSinceLastCheck",
            expression = "java(last == null ? null : last.recordsSince(task.progress().records()))")
    @Mapping(target = "lastCheck", source = "last.at")
    @Mapping(target = "lastTimeRecordsReceivedDate", source = "task.progress.lastRecordReceived")
    TaskJson task(Task task, @Nullable Checkpoint last, String tenant, Instant now);

    default @Nullable Long average(@Nullable LatencyStats latency) {
        return latency == null ? null : latency.averageMs();
    }

    default String word(TaskType type) {
        return type.word();
    }

    default @Nullable Long epochMs(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }
}
