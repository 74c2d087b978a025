package io.flowgauge.persistence;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs that are past their time. Forgotten in small batches, so that no lock is held for long. */
final class OldRuns {
    private static final int A_BATCH = 500;

    private record Key(long tenant, long run) {}

    private final JdbcTemplate jdbc;

    OldRuns(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Forgets some, with their tasks, in the transaction that runs; 0 when none is left, or another node does. */
    int forgetSomeEndedBefore(Instant before) {
        if (!AdvisoryLock.UPKEEP.tryNow(jdbc)) {
            return 0;
        }
        List<Key> runs = jdbc.query(
                """
                SELECT run.tenant_id, run.audit_id
                FROM flowgauge.tenant CROSS JOIN LATERAL (
                    SELECT tenant_id, audit_id FROM flowgauge.flow_run
                    WHERE flow_run.tenant_id = tenant.tenant_id AND ended < ? AND state NOT IN ('queued', 'running')
                      -- a task may run on though its reporter said that the run has ended
                      AND NOT EXISTS (SELECT FROM flowgauge.task_run task
                                      WHERE task.tenant_id = flow_run.tenant_id AND task.audit_id = flow_run.audit_id
                                        AND task.state = 'running')
                    ORDER BY ended LIMIT ?) AS run
                LIMIT ?
                """, (row, at) -> new Key(row.getLong(1), row.getLong(2)), Timestamp.from(before), A_BATCH, A_BATCH);
        if (!runs.isEmpty()) {
            delete("task_run", runs);
            delete("flow_run", runs);
        }
        return runs.size();
    }

    private void delete(String table, List<Key> runs) {
        Columns<Key> given = Columns.of(runs).bigint("tenant_id", Key::tenant).bigint("audit_id", Key::run);
        jdbc.update(
                "DELETE FROM flowgauge." + table + " old USING " + given.given()
                        + " WHERE old.tenant_id = given.tenant_id AND old.audit_id = given.audit_id",
                given::set);
    }
}
