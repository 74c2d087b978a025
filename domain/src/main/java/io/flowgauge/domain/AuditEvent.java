package io.flowgauge.domain;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that was done, or tried, by someone.
 *
 * @param tenant that it is about; empty: of no tenant, such as a sign-in with a login that does not exist
 * @param actor login, or {@code fg_} and the id of a key; empty: a stranger
 * @param address where the request came from; empty: the service itself
 * @param detail what changed, in words; never a secret
 */
public record AuditEvent(
        Instant at,
        Optional<TenantId> tenant,
        Action action,
        String actor,
        String address,
        Optional<Target> target,
        Optional<String> detail) {

    /** What was done. */
    public enum Action {
        SIGN_IN,
        SIGN_IN_FAILED,
        SIGN_OUT,
        SESSION_ENDED,
        TENANT_SWITCHED,
        PASSWORD_CHANGED,
        USER_CREATED,
        USER_CHANGED,
        USER_DELETED,
        KEY_CREATED,
        KEY_ROTATED,
        KEY_REVOKED,
        TENANT_CREATED,
        TENANT_CHANGED,
        TENANT_DELETION_BEGUN,
        TENANT_DELETED,
        FLOW_DESCRIBED,
        TASK_ENDED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in the schema and in JSON. */
        public String word() {
            return word;
        }

        public static Optional<Action> ofWord(String word) {
            for (Action action : values()) {
                if (action.word.equals(word)) {
                    return Optional.of(action);
                }
            }
            return Optional.empty();
        }
    }

    /** What it was done to: id and name of a user, key, session, tenant, flow or task, as the action tells. */
    public record Target(String id, String name) {}
}
