package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Readers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Readers as members of a role. A role belongs to the whole cluster, so it is no matter of a database's migrations. */
final class PostgresReaders implements Readers {
    /** Another service, of this database or another one of the cluster, made it in the meantime. */
    private static final Set<String> THERE_ALREADY = Set.of("42710", "23505");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final String role;
    private final Duration cancellingTakes;

    /**
     * @param role a name that needs no quotes
     * @param cancellingTakes after so long a session whose query goes on when it is cancelled, as one can be written to, is ended
     */
    PostgresReaders(JdbcTemplate jdbc, TransactionTemplate transaction, String role, Duration cancellingTakes) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.role = role;
        this.cancellingTakes = cancellingTakes;
    }

    @Override
    public Preparation prepare() {
        return Outage.guard(() -> {
            if (!roleIsThere()) {
                String statement = "CREATE ROLE " + role + " NOLOGIN";
                if (!mayMakeRoles()) {
                    return new Preparation.RoleMissing(role, statement);
                }
                make(statement);
            }
            transaction.executeWithoutResult(status -> grant());
            return new Preparation.Ready(role);
        });
    }

    private boolean roleIsThere() {
        return isTrue("SELECT to_regrole(?) IS NOT NULL", role);
    }

    // Asked, not tried: it is tried again each few seconds, and the server's log would have an error each time.
    private boolean mayMakeRoles() {
        return isTrue("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user");
    }

    private boolean isTrue(String question, Object... values) {
        return Boolean.TRUE.equals(jdbc.queryForObject(question, Boolean.class, values));
    }

    private void make(String statement) {
        try {
            jdbc.execute(statement);
        } catch (RuntimeException failed) {
            if (!(failed.getCause() instanceof SQLException sql && THERE_ALREADY.contains(sql.getSQLState()))) {
                throw failed;
            }
        }
    }

    private void grant() {
        // A reader may hold it, who is ended before the next try.
        jdbc.execute("SET LOCAL lock_timeout = '2s'");
        AdvisoryLock.READERS.await(jdbc);
        jdbc.queryForList("""
                        SELECT format('GRANT USAGE ON SCHEMA reporting TO %1$I', ?)
                        WHERE NOT has_schema_privilege(?, 'reporting', 'USAGE')
                        UNION ALL
                        SELECT format('GRANT SELECT ON reporting.%I TO %I', relname, ?)
                        FROM pg_class
                        WHERE relnamespace = 'reporting'::regnamespace AND relkind = 'v' AND NOT has_table_privilege(?, oid, 'SELECT')
                        """, String.class, role, role, role, role).forEach(jdbc::execute);
    }

    /** @param governed whether the service may see and end it */
    private record Session(String login, boolean governed, boolean cancelled, boolean terminated) {
        static Session of(ResultSet row, int at) throws SQLException {
            return new Session(row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4));
        }
    }

    @Override
    public Limit endLongQueries(Duration most) {
        List<Session> sessions = Outage.guard(() -> jdbc.query(
                """
                WITH session AS MATERIALIZED (
                    SELECT s.usename, s.pid, s.state, coalesce(clock_timestamp() - s.xact_start, interval '0') AS takes,
                           EXISTS (SELECT FROM pg_locks l WHERE l.pid = s.pid AND\s""" + AdvisoryLock.isHeld("l") + """
                           ) AS holds_ours,
                           pg_has_role(s.usesysid, 'USAGE')
                           OR (pg_has_role('pg_read_all_stats', 'USAGE') AND pg_has_role('pg_signal_backend', 'USAGE')) AS governed
                    FROM pg_stat_activity s JOIN pg_roles r ON r.oid = s.usesysid
                    WHERE s.datname = current_database() AND coalesce(s.backend_type, 'client backend') = 'client backend'
                      AND NOT r.rolsuper AND r.rolname NOT IN (current_user, session_user)
                      AND (pg_has_role(r.oid, to_regrole(?), 'USAGE') OR pg_has_role(r.oid, to_regrole(?), 'SET'))
                ), judged AS MATERIALIZED (
                    SELECT usename, pid, governed, governed AND (holds_ours OR takes > ? * interval '1 ms') AS late,
                           NOT holds_ours AND state IN ('active', 'fastpath function call') AND takes <= ? * interval '1 ms' AS cancel
                    FROM session
                )
                SELECT usename, governed,
                       CASE WHEN late AND cancel THEN pg_cancel_backend(pid) END,
                       CASE WHEN late AND NOT cancel THEN pg_terminate_backend(pid) END
                FROM judged
                """,
                Session::of,
                role,
                role,
                most.toMillis(),
                most.plus(cancellingTakes).toMillis()));
        return new Limit(
                sessions.stream().filter(Session::cancelled).map(Session::login).toList(),
                sessions.stream()
                        .filter(Session::terminated)
                        .map(Session::login)
                        .toList(),
                sessions.stream()
                        .filter(session -> !session.governed())
                        .findFirst()
                        .map(session -> new NotAllowed(session.login(), grantToGovern())));
    }

    private String grantToGovern() {
        return Outage.guard(() -> String.valueOf(jdbc.queryForObject(
                "SELECT format('GRANT pg_read_all_stats, pg_signal_backend TO %I', current_user)", String.class)));
    }
}
