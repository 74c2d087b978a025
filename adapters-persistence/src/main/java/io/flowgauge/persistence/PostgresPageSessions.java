package io.flowgauge.persistence;

import io.flowgauge.application.port.out.PageSessions;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PostgresPageSessions implements PageSessions {
    private final PageSessionRows rows;
    private final JdbcClient jdbc;

    PostgresPageSessions(PageSessionRows rows, JdbcClient jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    @Override
    public void add(PageSession session) {
        Outage.guard(() -> jdbc.sql("""
                        INSERT INTO flowgauge.page_session
                            (session_id, secret_hash, user_id, credential_version, tenant_id, created, last_used, address, agent)
                        VALUES (:id, :hash, :user, :version, :tenant, :created, :lastUsed, :address, :agent)
                        """)
                .param("id", session.id())
                .param("hash", session.secretHash())
                .param("user", session.user().value())
                .param("version", session.credentialVersion())
                .param("tenant", session.tenant().value())
                .param("created", Moment.utc(session.created()))
                .param("lastUsed", Moment.utc(session.lastUsed()))
                .param("address", session.address())
                .param("agent", session.agent())
                .update());
    }

    @Override
    public Optional<PageSession> find(String id) {
        return Outage.guard(() -> rows.findById(id).map(Mappings.ACCOUNTS::session));
    }

    @Override
    public List<PageSession> of(UserId user) {
        return Outage.guard(() -> rows.findByUserIdOrderByCreatedDesc(user.value()).stream()
                .map(Mappings.ACCOUNTS::session)
                .toList());
    }

    @Override
    public void replace(PageSession session) {
        Outage.guard(() -> jdbc.sql("UPDATE flowgauge.page_session SET tenant_id = :tenant WHERE session_id = :id")
                .param("tenant", session.tenant().value())
                .param("id", session.id())
                .update());
    }

    @Override
    public boolean remove(UserId user, String id) {
        return Outage.guard(
                () -> jdbc.sql("DELETE FROM flowgauge.page_session WHERE session_id = :id AND user_id = :user")
                                .param("id", id)
                                .param("user", user.value())
                                .update()
                        > 0);
    }

    @Override
    public void used(Map<String, Instant> uses) {
        Outage.guard(() -> jdbc.sql("""
                        UPDATE flowgauge.page_session s
                        SET last_used = greatest(s.last_used, used.at)
                        FROM unnest(:ids::text[], :uses::timestamptz[]) AS used (id, at)
                        WHERE s.session_id = used.id
                        """)
                .param("ids", uses.keySet().toArray(String[]::new))
                .param("uses", uses.values().stream().map(Instant::toString).toArray(String[]::new))
                .update());
    }

    @Override
    public void removeOlder(Instant lastUsedBefore, Instant createdBefore) {
        // Asked first: the trigger on deletions would make each node read all accounts again, each minute.
        Outage.guard(() -> {
            List<String> past = jdbc.sql(
                            "SELECT session_id FROM flowgauge.page_session WHERE last_used < :used OR created < :created")
                    .param("used", Moment.utc(lastUsedBefore))
                    .param("created", Moment.utc(createdBefore))
                    .query(String.class)
                    .list();
            if (!past.isEmpty()) {
                rows.deleteAllById(past);
            }
        });
    }
}
