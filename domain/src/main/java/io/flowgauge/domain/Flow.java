package io.flowgauge.domain;

/** A named pipeline. */
public record Flow(FlowId id, TenantId tenant, String name) {
    public Flow {
        Limits.name("flow", name);
    }
}
