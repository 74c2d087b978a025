package io.flowgauge.rest.api.tasks;

import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

/** Tasks to their shape in Flowgauge's own API. */
@Mapper(implementationName = "Generated<CLASS_NAME>")
interface TaskJsonMapping {
    @Mapping(target = "id", source = "ids.task")
    @Mapping(target = "auditId", source = "ids.run")
    @Mapping(target = "flowId", source = "ids.flow")
    @Mapping(target = "flow", source = "task.description.flow")
    @Mapping(target = "state", source = "task.state")
    @Mapping(target = "engine", source = "task.description.engine")
    @Mapping(target = "requestId", source = "task.requestId.value")
    @Mapping(target = "owner", source = "task.description.owner")
    @Mapping(target = "name", source = "task.description.name")
    @Mapping(target = "started", source = "task.started")
    @Mapping(target = "duration", expression = "java(read.task().duration(read.now()).toMillis())")
    @Mapping(target = "code", expression = "java(read.task().code())")
    @Mapping(target = "type", source = "task.description.type")
    @Mapping(target = "language", source = "task.description.language")
    @Mapping(target = "latency", source = "task.progress.latency.lastMs")
    @Mapping(target = "maxLatency", source = "task.progress.latency.maxMs")
    @Mapping(target = "minLatency", source = "task.progress.latency.minMs")
    @Mapping(target = "avgLatency", expression = "java(average(read.task().progress().latency()))")
    @Mapping(target = "recordsProcessed", source = "task.progress.records")
    @Mapping(target = "recordsProcessedSinceLastCheck", expression = "java(since(read))")
    @Mapping(target = "lastCheck", source = "last.at")
    @Mapping(target = "lastTimeRecordsReceivedDate", source = "task.progress.lastRecordReceived")
    @Mapping(target = "recordsExpected", source = "task.progress.recordsExpected")
    @Mapping(target = "recordsFailed", source = "task.progress.recordsFailed")
    @Mapping(target = "bytesProcessed", source = "task.progress.bytes")
    @Mapping(target = "latencyP50", source = "last.spread.p50Ms")
    @Mapping(target = "latencyP95", source = "last.spread.p95Ms")
    @Mapping(target = "latencyP99", source = "last.spread.p99Ms")
    @Mapping(target = "labels", source = "task.description.labels")
    @Mapping(target = "link", source = "task.description.link")
    @Mapping(target = "ended", expression = "java(epochMs(read.task().ended()))")
    @Mapping(target = "error", expression = "java(error(read))")
    @Mapping(target = "endedBy", expression = "java(endedBy(read))")
    @Mapping(target = "parentRequestId", source = "task.description.parentRequestId")
    @Mapping(target = "cdc", source = "task.progress.cdc")
    TaskJson task(TaskNow read);

    default @Nullable Long average(@Nullable LatencyStats latency) {
        return latency == null ? null : latency.averageMs();
    }

    default @Nullable Long since(TaskNow read) {
        Checkpoint last = read.last();
        return last == null ? null : last.recordsSince(read.task().progress().records());
    }

    default @Nullable String error(TaskNow read) {
        return read.task().state() instanceof TaskState.Ended ended ? ended.error() : null;
    }

    default @Nullable String endedBy(TaskNow read) {
        return read.task().state() instanceof TaskState.Ended ended ? ended.by() : null;
    }

    default String word(TaskType type) {
        return type.word();
    }

    default String word(TaskState state) {
        return state.word();
    }

    default @Nullable Long epochMs(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }

    default long number(TaskId id) {
        return id.value();
    }

    default long number(AuditId id) {
        return id.value();
    }

    default long number(FlowId id) {
        return id.value();
    }
}
