package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.util.List;

/** Sessions of the page. Every method throws {@link HistoryUnavailable} when PostgreSQL is away. */
public interface SignInOnPage {

    /** What came of an attempt to sign in. */
    sealed interface Answer {
        /**
         * A session has begun.
         *
         * @param cookie what the browser is to send
         */
        record Begun(User user, PageSession session, String cookie) implements Answer {
            @Override
            public String toString() {
                return "Begun[" + user.login() + "]";
            }
        }

        /** None has, for the reason that a token would be refused for. */
        record NotIssued(IssueTokens.Answer why) implements Answer {}
    }

    /**
     * Signs in.
     *
     * @param address where the attempt comes from
     * @param agent what the browser calls itself
     */
    Answer begin(String login, String password, String address, String agent);

    /** The user's sessions, the newest first. */
    List<PageSession> sessions(UserId user);

    /** Ends a session of the actor, or of a user whom the actor administers; it is refused within a second, on every node. */
    Change<String> end(Actor actor, UserId user, String id);

    /** Moves a SuperAdmin's session to another tenant. */
    Change<PageSession> switchTenant(Actor actor, PageSession session, TenantId tenant);
}
