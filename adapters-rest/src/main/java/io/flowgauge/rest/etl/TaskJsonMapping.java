package io.flowgauge.rest.etl;

import io.flowgauge.application.port.in.QueryRunningTasks.RunningTask;
import io.flowgauge.domain.TaskType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

/** Running tasks to their documented shape. */
@Mapper(implementationName = "Generated<CLASS_NAME>")
interface TaskJsonMapping {
    @Mapping(target = "requestId", source = "running.task.requestId.value")
    @Mapping(target = "owner", source = "running.task.description.owner")
    @Mapping(target = "name", source = "running.task.description.name")
    @Mapping(target = "started", source = "running.task.started")
    @Mapping(target = "duration", expression = "java(running.task().duration(now).toMillis())")
    @Mapping(target = "code", expression = "java(running.task().code())")
    @Mapping(target = "type", source = "running.task.description.type")
    @Mapping(target = "language", source = "running.task.description.language")
    @Mapping(target = "latency", source = "running.task.progress.latency.lastMs")
    @Mapping(target = "maxLatency", source = "running.task.progress.latency.maxMs")
    @Mapping(target = "minLatency", source = "running.task.progress.latency.minMs")
    @Mapping(
            target = "avgLatency",
            expression =
                    "java(running.task().progress().latency() == null ? null : running.task().progress().latency().averageMs())")
    @Mapping(target = "recordsProcessed", source = "running.task.progress.records")
    @Mapping(
            target = "recordsProcessedSinceLastCheck",
            expression = "java(running.last().recordsSince(running.task().progress().records()))")
    @Mapping(target = "lastCheck", source = "running.last.at")
    @Mapping(target = "lastTimeRecordsReceivedDate", source = "running.task.progress.lastRecordReceived")
    TaskJson task(RunningTask running, String tenant, Instant now);

    default String word(TaskType type) {
        return type.word();
    }

    default @Nullable Long epochMs(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }
}
