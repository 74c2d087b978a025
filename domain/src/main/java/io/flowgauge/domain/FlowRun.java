package io.flowgauge.domain;

import java.util.Optional;
import java.util.UUID;

/**
 * One execution of a flow.
 *
 * @param key the engine's own id of it, unique in its flow
 * @param messageId of the message that started it; made by the service if none was reported
 * @param said what a reporter said last of the whole run
 */
public record FlowRun(AuditId id, Flow flow, String key, UUID messageId, Optional<RunStatement.Said> said) {}
