package io.flowgauge.application.port.out;

import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is signed in on the page, durably. Every method throws {@link HistoryUnavailable} when PostgreSQL is away. */
public interface PageSessions {
    void add(PageSession session);

    Optional<PageSession> find(String id);

    /** The user's, the newest first. */
    List<PageSession> of(UserId user);

    /** Takes over the tenant of a known session. */
    void replace(PageSession session);

    /** Ends a session of a user; false when the user has none of that id. */
    boolean remove(UserId user, String id);

    /** Takes over when sessions were last used, by id; of those that have ended nothing. */
    void used(Map<String, Instant> uses);

    /** Ends those that were last used, or were begun, before. */
    void removeOlder(Instant lastUsedBefore, Instant createdBefore);
}
