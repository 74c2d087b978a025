package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The API keys of a tenant; as with users, what changes is durable and audited. Every method throws {@link HistoryUnavailable} when PostgreSQL is away. */
public interface AdministerKeys {
    /**
     * A key and its use.
     *
     * @param lastUsed within a minute; empty: never
     */
    record KeyNow(ApiKey key, Optional<Instant> lastUsed) {}

    /** Ordered by name, then creation. */
    List<KeyNow> keys(TenantId tenant);

    /**
     * A key that was made.
     *
     * @param text the whole of it, which is not kept
     */
    record Made(ApiKey key, String text) {
        @Override
        public String toString() {
            return "Made[" + key.id() + "]";
        }
    }

    /** Makes a key. */
    Change<Made> create(Actor actor, String name, Role role, Optional<Instant> expires, OptionalInt requestsPerMinute);

    /** How long a key may go on beside its successor. */
    Duration LONGEST_OVERLAP = Duration.ofDays(30);

    /**
     * Makes a key like the one of that id, which is taken for {@code overlap} longer, unless it expires before. Conflict: one that was rotated, whose end
     * is that of its overlap.
     *
     * @param overlap {@link #LONGEST_OVERLAP} at most
     */
    Change<Made> rotate(Actor actor, String id, Duration overlap);

    /** Removes a key: it is refused within a second. */
    Change<ApiKey> revoke(Actor actor, String id);
}
