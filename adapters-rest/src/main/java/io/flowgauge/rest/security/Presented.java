package io.flowgauge.rest.security;

import java.time.Duration;

/** What a credential that came with a request is worth. */
sealed interface Presented {
    record Valid(Caller caller) implements Presented {}

    /** A key that has had its requests of this minute; {@code retryAfter} in whole seconds. */
    record TooMany(Duration retryAfter) implements Presented {}

    /**
     * None that is let in.
     *
     * @param why for the log; without the credential
     * @param detail for the caller, whom it tells no more than what to do
     */
    record Refused(String why, String detail) implements Presented {
        static final String NEEDED = "this needs a valid token or key in the header \"Authorization: Bearer …\"";

        static Refused because(String why) {
            return new Refused(why, NEEDED);
        }
    }

    /** A session's cookie without what shows that our own page sent the change. */
    record Forged() implements Presented {}
}
