package io.flowgauge.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface TaskRows extends Repository<TaskRow, Long> {
    String ALL = """
            SELECT task.*, flow.name AS flow_name, run.run_key
            FROM flowgauge.task_run task
            JOIN flowgauge.flow_run run USING (tenant_id, audit_id)
            JOIN flowgauge.flow flow ON flow.tenant_id = task.tenant_id AND flow.flow_id = task.flow_id
            """;

    @Query(ALL + "WHERE task.state = 'running' OR task.state = 'lost' AND task.ended >= :lostSince")
    List<TaskRow> unfinished(Instant lostSince);

    @Query(ALL + "WHERE task.tenant_id = :tenant AND task.request_id IN (:requests)")
    List<TaskRow> known(long tenant, Collection<String> requests);

    @Query(ALL + "WHERE task.tenant_id = :tenant AND task.task_id = :task")
    List<TaskRow> byId(long tenant, long task);

    @Query(ALL + """
            WHERE task.tenant_id = :tenant AND task.audit_id = :run AND (task.started, task.task_id) > (:started, :after)
            ORDER BY task.started, task.task_id LIMIT :limit
            """)
    List<TaskRow> ofRun(long tenant, long run, Instant started, long after, int limit);

    @Query("""
            SELECT task.*, flow.name AS flow_name, run.run_key
            FROM flowgauge.flow_run run
            JOIN flowgauge.flow flow USING (tenant_id, flow_id)
            CROSS JOIN LATERAL (
                SELECT of_run.* FROM flowgauge.task_run of_run
                WHERE of_run.tenant_id = run.tenant_id AND of_run.audit_id = run.audit_id
                ORDER BY of_run.started, of_run.task_id LIMIT :each
            ) AS task
            WHERE run.tenant_id = :tenant AND run.audit_id IN (:runs)
            ORDER BY task.started, task.task_id
            """)
    List<TaskRow> firstOfRuns(long tenant, Collection<Long> runs, int each);
}
