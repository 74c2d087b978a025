package io.flowgauge.domain;

import java.time.ZoneId;

/**
 * An isolated customer or team; every flow, run, task and user belongs to one.
 *
 * @param zone where the tenant's days begin and end
 */
public record Tenant(TenantId id, String name, ZoneId zone) {
    public Tenant {
        Limits.name("tenant", name);
    }
}
