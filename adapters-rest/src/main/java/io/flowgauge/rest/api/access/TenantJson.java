package io.flowgauge.rest.api.access;

import io.flowgauge.application.port.in.TenantNow;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantDeletion;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant; {@code deletion} is null when it is not being deleted. */
record TenantJson(
        long id,
        String name,
        String zone,
        String state,
        @Nullable DeletionJson deletion) {

    /** How far a deletion is. */
    record DeletionJson(long requested, String requestedBy, long rowsDeleted, String phase) {
        static DeletionJson of(TenantDeletion deletion) {
            return new DeletionJson(
                    deletion.requested().toEpochMilli(),
                    deletion.requestedBy(),
                    deletion.rowsDeleted(),
                    deletion.phase().word());
        }
    }

    static TenantJson of(Tenant tenant) {
        return of(new TenantNow(tenant, Optional.empty()));
    }

    static TenantJson of(TenantNow now) {
        Tenant tenant = now.tenant();
        return new TenantJson(
                tenant.id().value(),
                tenant.name(),
                tenant.zone().getId(),
                tenant.state().name().toLowerCase(Locale.ROOT),
                now.deletion().map(DeletionJson::of).orElse(null));
    }
}
