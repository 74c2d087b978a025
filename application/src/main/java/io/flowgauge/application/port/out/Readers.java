package io.flowgauge.application.port.out;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The logins that analysts read the history with by SQL. Every method throws {@link HistoryUnavailable} when it is away. */
public interface Readers {

    /** Whether logins can be let read. */
    sealed interface Preparation {
        /** A login that is granted {@code role} reads the views. */
        record Ready(String role) implements Preparation {}

        /**
         * There is no such role, and the service may not make it.
         *
         * @param statement makes it, run by someone who may
         */
        record RoleMissing(String role, String statement) implements Preparation {}
    }

    /** Makes the role of readers where it is missing, once whatever races, and lets it read every view. Safe to repeat. */
    Preparation prepare();

    /**
     * How readers' queries were kept within a limit.
     *
     * @param cancelled logins whose query was cancelled, one each
     * @param terminated logins whose session was ended, one each
     * @param notAllowed a reader whose queries the service may not end; empty when there is none
     */
    record Limit(List<String> cancelled, List<String> terminated, Optional<NotAllowed> notAllowed) {}

    /**
     * A reader is there whose queries the service may not end.
     *
     * @param statement lets it, run by someone who may
     */
    record NotAllowed(String reader, String statement) {}

    /**
     * Cancels the queries of readers whose transaction began more than {@code most} ago. Ends their sessions that hold up the service:
     * that sit idle in such a transaction, go on with it in spite of the cancelling, or took a lock of the service's.
     */
    Limit endLongQueries(Duration most);
}
