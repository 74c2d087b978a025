package io.flowgauge.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task is, as its engine describes it. {@code flow}, {@code runKey}, {@code type} and {@code started} say which task it
 * is and never change; the rest may.
 *
 * @param flow the flow's name, unique in its tenant
 * @param runKey the engine's own id of the run, unique in its flow
 * @param owner who started the run: a login or an engine's user
 * @param engine which engine runs the task
 * @param language of {@code code}, where that is a script or a query
 * @param code a script or a query
 * @param started as the engine told it; {@link Task#started()} is what counts
 * @param link where a person finds more
 * @param parentRequestId the task that this one is a part of
 * @param run what the report says of the whole run; null when nothing
 */
public record TaskDescription(
        String flow,
        String runKey,
        String name,
        TaskType type,
        @Nullable String owner,
        @Nullable String engine,
        @Nullable String language,
        @Nullable String code,
        Instant started,
        Map<String, String> labels,
        @Nullable String link,
        @Nullable String parentRequestId,
        @Nullable RunStatement run) {

    public TaskDescription {
        Limits.name("flow", flow);
        Limits.name("runKey", runKey);
        Limits.name("name", name);
        Limits.name("owner", owner);
        Limits.name("engine", engine);
        Limits.name("language", language);
        Limits.text("code", code);
        Limits.text("link", link, 1, 2_048);
        Limits.name("parentRequestId", parentRequestId);
        if (labels.size() > Limits.LABELS) {
            throw new IllegalArgumentException(
                    "labels has " + labels.size() + " entries, must have at most " + Limits.LABELS);
        }
        labels.forEach((label, value) -> {
            Limits.text("a name in labels", label, 1, Limits.LABEL);
            Limits.text("labels." + label, value, 0, Limits.LABEL);
        });
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
