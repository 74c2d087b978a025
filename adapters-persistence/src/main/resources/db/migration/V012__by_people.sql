-- What people add to what engines tell: who ended a task by hand, and what a flow is for. Their texts have no statistics, as in V007.
ALTER TABLE flowgauge.task_run ADD ended_by text;
ALTER TABLE flowgauge.task_run ALTER ended_by SET STATISTICS 0;
COMMENT ON COLUMN flowgauge.task_run.ended_by IS 'login of the person who ended it by hand; null: its engine said that it ended, or it has not';
COMMENT ON COLUMN flowgauge.task_run.heard IS 'when a report of it last came in, as of its beginning, end or loss; when it was ended by hand';
COMMENT ON COLUMN flowgauge.task_run.ended IS 'for a lost task, also one that was then ended by hand, when it was last heard of; null while it runs';
COMMENT ON COLUMN flowgauge.task_run.error IS 'what went wrong, as the engine told it, or the reason that the person gave who ended it; null: nothing';

ALTER TABLE flowgauge.flow ADD description text, ADD owner text, ADD link text;
ALTER TABLE flowgauge.flow
    ALTER description SET STATISTICS 0, ALTER owner SET STATISTICS 0, ALTER link SET STATISTICS 0;
COMMENT ON COLUMN flowgauge.flow.description IS 'what it is for, as a person said; null: nobody did';
COMMENT ON COLUMN flowgauge.flow.owner IS 'whom to ask, as a person said; null: nobody did';
COMMENT ON COLUMN flowgauge.flow.link IS 'where a person finds more, an http or https URL; null: nobody said';

-- As in V007, with new columns at the end.
CREATE OR REPLACE VIEW flowgauge.task_now AS
SELECT t.tenant_id, t.task_id, t.flow_id, t.audit_id, t.request_id, t.name, t.type, t.state, t.owner, t.engine, t.started, t.ended, t.error,
       CASE WHEN s.task_id IS NULL THEN t.checked_at ELSE s.checked_at END AS checked_at,
       CASE WHEN s.task_id IS NULL THEN t.last_record ELSE s.last_record END AS last_record,
       CASE WHEN s.task_id IS NULL THEN t.records ELSE s.records END AS records,
       t.records_expected,
       CASE WHEN s.task_id IS NULL THEN t.records_failed ELSE s.records_failed END AS records_failed,
       CASE WHEN s.task_id IS NULL THEN t.bytes ELSE s.bytes END AS bytes,
       CASE WHEN s.task_id IS NULL THEN t.latency_count ELSE s.latency_count END AS latency_count,
       CASE WHEN s.task_id IS NULL THEN t.latency_sum_ms ELSE s.latency_sum_ms END AS latency_sum_ms,
       CASE WHEN s.task_id IS NULL THEN t.latency_min_ms ELSE s.latency_min_ms END AS latency_min_ms,
       CASE WHEN s.task_id IS NULL THEN t.latency_max_ms ELSE s.latency_max_ms END AS latency_max_ms,
       CASE WHEN s.task_id IS NULL THEN t.latency_last_ms ELSE s.latency_last_ms END AS latency_last_ms,
       t.language, t.link, t.parent_request_id, t.code, t.ended_by
FROM flowgauge.task_run t
LEFT JOIN LATERAL (
    SELECT max(n.checked_at) AS newest FROM flowgauge.task_snapshot n WHERE n.tenant_id = t.tenant_id
) AS tenant ON true
LEFT JOIN LATERAL (
    SELECT s.*
    FROM flowgauge.task_snapshot s
    WHERE s.tenant_id = t.tenant_id AND s.task_id = t.task_id AND s.checked_at <= tenant.newest
      -- Null for one that has ended: no partition is opened for it.
      AND s.checked_at >= CASE WHEN t.state = 'running' THEN tenant.newest - interval '150 minutes' END
    ORDER BY s.checked_at DESC
    LIMIT 1
) AS s ON s.sequence >= t.sequence;

CREATE OR REPLACE VIEW reporting.task_runs WITH (security_barrier) AS
SELECT n.tenant_id, t.name AS tenant, n.flow_id, f.name AS flow, n.audit_id, r.run_key, n.task_id, n.request_id, n.name AS task, n.type,
       n.state, n.owner, n.engine, n.started, n.ended, flowgauge.span_ms(n.started, coalesce(n.ended, now())) AS duration_ms,
       n.checked_at, n.last_record, n.records, n.records_expected, n.records_failed, n.bytes,
       n.latency_count, n.latency_sum_ms, flowgauge.rounded_quotient(n.latency_sum_ms, n.latency_count) AS latency_avg_ms,
       n.latency_min_ms, n.latency_max_ms, n.latency_last_ms, n.error, n.language, n.link, n.parent_request_id, n.code, n.ended_by
FROM flowgauge.task_now n
LEFT JOIN flowgauge.tenant t ON t.tenant_id = n.tenant_id
LEFT JOIN flowgauge.flow f ON f.tenant_id = n.tenant_id AND f.flow_id = n.flow_id
LEFT JOIN flowgauge.flow_run r ON r.tenant_id = n.tenant_id AND r.audit_id = n.audit_id
WHERE n.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));
COMMENT ON COLUMN reporting.task_runs.ended IS 'when it ended, UTC; of a lost task, also one that was then ended by hand, when it was last heard of; null while it runs';
COMMENT ON COLUMN reporting.task_runs.error IS 'what went wrong, as the engine told it, or the reason that the person gave who ended it; null: nothing';
COMMENT ON COLUMN reporting.task_runs.ended_by IS 'login of the person who ended it by hand; null: its engine said that it ended, or it has not';

CREATE OR REPLACE VIEW reporting.flows WITH (security_barrier) AS
SELECT f.tenant_id, t.name AS tenant, f.flow_id, f.name AS flow,
       last.audit_id AS last_audit_id, last.state AS last_state, last.started AS last_started, last.ended AS last_ended,
       f.description, f.owner, f.link
FROM flowgauge.flow f
LEFT JOIN flowgauge.tenant t ON t.tenant_id = f.tenant_id
LEFT JOIN LATERAL (
    SELECT r.audit_id, r.state, r.started, r.ended
    FROM flowgauge.flow_run r
    WHERE r.tenant_id = f.tenant_id AND r.flow_id = f.flow_id
    ORDER BY r.started DESC NULLS LAST, r.audit_id DESC
    LIMIT 1
) AS last ON true
WHERE f.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));
COMMENT ON COLUMN reporting.flows.description IS 'what it is for, as a person said; null: nobody did';
COMMENT ON COLUMN reporting.flows.owner IS 'whom to ask, as a person said; null: nobody did';
COMMENT ON COLUMN reporting.flows.link IS 'where a person finds more, an http or https URL; null: nobody said';
