package io.flowgauge.persistence;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface FlowRunRows extends Repository<FlowRunRow, Long> {
    String OF_FLOW = """
            SELECT run.tenant_id, run.audit_id, run.flow_id, flow.name AS flow_name, run.run_key, run.message_id, run.said_at, run.said_state,
                   run.said_error, run.parent_audit_id, run.retries
            FROM flowgauge.flow_run run JOIN flowgauge.flow flow USING (tenant_id, flow_id)
            WHERE run.tenant_id = :tenant AND run.flow_id = :flow AND run.started IS NOT NULL AND\s""";

    @Query(OF_FLOW + "run.audit_id = :run")
    Optional<FlowRunRow> byId(long tenant, long flow, long run);

    @Query(OF_FLOW + "run.message_id = :message ORDER BY run.audit_id DESC LIMIT 1")
    Optional<FlowRunRow> byMessage(long tenant, long flow, UUID message);

    @Query(OF_FLOW + "run.state IN (:states) ORDER BY run.started DESC NULLS LAST, run.audit_id DESC LIMIT 1")
    Optional<FlowRunRow> newestIn(long tenant, long flow, Collection<String> states);

    @Query(OF_FLOW + "true ORDER BY run.started DESC NULLS LAST, run.audit_id DESC LIMIT 1")
    Optional<FlowRunRow> last(long tenant, long flow);
}
