package io.flowgauge.application.port.in;

import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantDeletion;
import java.util.Optional;

/**
 * A tenant as it is now.
 *
 * @param deletion empty when it is not being deleted
 */
public record TenantNow(Tenant tenant, Optional<TenantDeletion> deletion) {}
