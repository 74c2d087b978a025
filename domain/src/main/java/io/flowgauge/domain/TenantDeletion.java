package io.flowgauge.domain;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A tenant that is being deleted, and how far that is.
 *
 * @param name the tenant's
 * @param requestedBy login of who asked for it
 * @param address where the request came from
 * @param rowsDeleted so far
 */
public record TenantDeletion(
        TenantId tenant,
        String name,
        Instant requested,
        String requestedBy,
        String address,
        Phase phase,
        long rowsDeleted) {
    public TenantDeletion {
        if (rowsDeleted < 0) {
            throw new IllegalArgumentException("rowsDeleted is " + rowsDeleted + ", must be 0 or more");
        }
    }

    /** Which rows go now. In their order, and from labels again while any came in meanwhile. */
    public enum Phase {
        /** None yet: what is just being written of the tenant is waited for. */
        WAITING,
        CHECKS,
        MINUTES,
        HOURS,
        LABELS,
        TASKS,
        RUNS,
        FLOWS,
        SESSIONS,
        KEYS,
        USERS,
        READERS,
        AUDIT;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in the schema and in JSON. */
        public String word() {
            return word;
        }

        public static Optional<Phase> ofWord(String word) {
            for (Phase phase : values()) {
                if (phase.word.equals(word)) {
                    return Optional.of(phase);
                }
            }
            return Optional.empty();
        }
    }
}
