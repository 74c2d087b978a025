package io.flowgauge.rest.security;

import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;

/** Whose a request is. */
public sealed interface Caller {
    TenantId tenant();

    /** Someone with a token. */
    record Person(User user) implements Caller {
        @Override
        public TenantId tenant() {
            return user.tenant();
        }
    }

    /** A reporter with a key. */
    record Recorder(TenantId tenant) implements Caller {}
}
