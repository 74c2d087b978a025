package io.flowgauge.application.port.in;

import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signs people and programs in by password. Answers from memory, so also while PostgreSQL is away. */
public interface IssueTokens {

    /**
     * Signs in.
     *
     * @param address where the attempt comes from, for the limits on failures
     */
    Answer issue(String login, String password, String address);

    /**
     * A token of a SuperAdmin for another tenant.
     *
     * @param until when the one that was shown ends: nobody stays in by switching to and fro
     * @return what the token is to say; empty when there is no such tenant
     */
    Optional<Answer.Granted> switchTenant(Actor actor, User user, TenantId tenant, Instant until);

    sealed interface Answer {
        /** What the token is to say: for whom, in which tenant, signed by which key, from when (whole seconds) and until when. */
        record Granted(User user, TenantId tenant, SigningKey key, Instant issuedAt, Instant expires)
                implements Answer {}

        /** No such login or another password; the same after the same time. */
        record Refused() implements Answer {}

        /** Too many failures; {@code retryAfter} in whole seconds. */
        record Throttled(Duration retryAfter) implements Answer {}

        /** Too many sign-ins at once. */
        record Busy(Duration retryAfter) implements Answer {}
    }
}
