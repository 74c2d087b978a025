package io.flowgauge.rest.api.flows;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.flowgauge.application.port.in.QueryFlows.FlowNow;
import io.flowgauge.domain.FlowDescription;
import org.jspecify.annotations.Nullable;

/** A flow, with what people say of it; {@code running} counts its runs that run. */
@JsonPropertyOrder(alphabetic = false)
record FlowJson(
        long flowId,
        String name,
        @Nullable String description,
        @Nullable String owner,
        @Nullable String link,
        @Nullable RunJson lastRun,
        int running) {

    static FlowJson of(FlowNow flow) {
        FlowDescription said = flow.description();
        return new FlowJson(
                flow.flow().id().value(),
                flow.flow().name(),
                said.description(),
                said.owner(),
                said.link(),
                flow.last().map(RunJson::of).orElse(null),
                flow.running());
    }
}
