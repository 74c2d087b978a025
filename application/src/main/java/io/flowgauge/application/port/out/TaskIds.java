package io.flowgauge.application.port.out;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TaskId;

/** The numbers that the history gave a task, its run and its flow. */
public record TaskIds(TaskId task, AuditId run, FlowId flow) {}
