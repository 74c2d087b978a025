package io.flowgauge.rest.api.access;

import io.flowgauge.domain.PageSession;
import io.flowgauge.rest.security.Caller;
import java.util.List;

/** Where a user is signed in on the page. */
record SessionsJson(List<SessionJson> sessions) {
    /** @param current whether this request came by it */
    record SessionJson(
            String id, long created, long lastUsed, String address, String agent, long tenantId, boolean current) {
        static SessionJson of(PageSession session, Caller caller) {
            boolean current = caller instanceof Caller.Person person
                    && person.by() instanceof Caller.By.Session by
                    && by.session().id().equals(session.id());
            return new SessionJson(
                    session.id(),
                    session.created().toEpochMilli(),
                    session.lastUsed().toEpochMilli(),
                    session.address(),
                    session.agent(),
                    session.tenant().value(),
                    current);
        }
    }
}
