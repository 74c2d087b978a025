package io.flowgauge.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a reporter says of a whole run; each part may be left unsaid. What is said wins over what follows from the run's tasks.
 *
 * @param messageId the message that started the run
 * @param parentAuditId the run that started this one
 * @param retries how often the run was tried again, 0 or more
 */
public record RunStatement(
        @Nullable RunState state,
        @Nullable UUID messageId,
        @Nullable AuditId parentAuditId,
        @Nullable Integer retries,
        @Nullable String error) {

    public RunStatement {
        if (retries != null && retries < 0) {
            throw new IllegalArgumentException("run.retries is " + retries + ", must be 0 or more");
        }
        Limits.text("run.error", error);
    }

    /** A statement with the moment it was made: of two, the later one counts. */
    public record Said(RunStatement statement, Instant at) {}
}
