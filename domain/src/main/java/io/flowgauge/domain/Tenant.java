package io.flowgauge.domain;

import java.time.ZoneId;

/**
 * An isolated customer or team; every flow, run, task and user belongs to one.
 *
 * @param zone where the tenant's days begin and end
 */
public record Tenant(TenantId id, String name, ZoneId zone, State state) {
    public Tenant {
        Limits.name("tenant", name);
    }

    /** Whether it is of use. */
    public enum State {
        ACTIVE,
        /** Its users and keys are refused; what it has stays. */
        DISABLED,
        /** Being deleted with all it has; there is no way back. */
        DELETING
    }

    /** Whether what is made in it stays. */
    public boolean stays() {
        return state != State.DELETING;
    }

    /** Whether its users and keys are let in. */
    public boolean isOpen() {
        return state == State.ACTIVE;
    }
}
