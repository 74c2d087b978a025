package io.flowgauge.rest.api.access;

import io.flowgauge.domain.Tenant;
import java.util.Locale;

/** A tenant. */
record TenantJson(long id, String name, String zone, String state) {
    static TenantJson of(Tenant tenant) {
        return new TenantJson(
                tenant.id().value(),
                tenant.name(),
                tenant.zone().getId(),
                tenant.state().name().toLowerCase(Locale.ROOT));
    }
}
