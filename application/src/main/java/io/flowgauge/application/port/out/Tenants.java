package io.flowgauge.application.port.out;

import io.flowgauge.domain.Tenant;
import java.time.ZoneId;
import java.util.List;

/** The tenants, durably. */
public interface Tenants {
    List<Tenant> all();

    /** The tenant of that name, made with {@code zone} if there is none; once, whatever races. */
    Tenant named(String name, ZoneId zone);
}
