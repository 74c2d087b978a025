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

    /** This statement, with what it leaves unsaid as {@code before} said it. */
    public RunStatement after(RunStatement before) {
        return new RunStatement(
                state == null ? before.state : state,
                messageId == null ? before.messageId : messageId,
                parentAuditId == null ? before.parentAuditId : parentAuditId,
                retries == null ? before.retries : retries,
                error == null ? before.error : error);
    }

    /** A statement with the moment it was made: of two, the later one counts. */
    public record Said(RunStatement statement, Instant at) {
        /** This later statement, with what it leaves unsaid as {@code before} said it. */
        public Said after(Said before) {
            return new Said(statement.after(before.statement), at);
        }
    }
}
