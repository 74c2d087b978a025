-- What analysts read: views whose names and columns stay, for logins that see the tenants they are mapped to (decision 0007).
DO $$
BEGIN
    IF to_regnamespace('reporting') IS NULL THEN
        CREATE SCHEMA reporting;
    ELSIF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'reporting' AND pg_has_role(nspowner, 'USAGE')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'schema reporting belongs to another role';
    END IF;
END $$;

-- Planner's statistics are over all tenants, and EXPLAIN shows what follows from them: with none of a text, no estimate tells one.
-- ALTER ... TYPE drops those that are there.
ALTER TABLE flowgauge.tenant ALTER name TYPE text, ALTER name SET STATISTICS 0;
ALTER TABLE flowgauge.flow ALTER name TYPE text, ALTER name SET STATISTICS 0;
ALTER TABLE flowgauge.flow_run
    ALTER run_key TYPE text, ALTER run_key SET STATISTICS 0, ALTER message_id TYPE uuid, ALTER message_id SET STATISTICS 0,
    ALTER said_error TYPE text, ALTER said_error SET STATISTICS 0, ALTER owner TYPE text, ALTER owner SET STATISTICS 0,
    ALTER error TYPE text, ALTER error SET STATISTICS 0;
ALTER TABLE flowgauge.task_run
    ALTER request_id TYPE text, ALTER request_id SET STATISTICS 0, ALTER name TYPE text, ALTER name SET STATISTICS 0,
    ALTER owner TYPE text, ALTER owner SET STATISTICS 0, ALTER engine TYPE text, ALTER engine SET STATISTICS 0,
    ALTER language TYPE text, ALTER language SET STATISTICS 0, ALTER link TYPE text, ALTER link SET STATISTICS 0,
    ALTER parent_request_id TYPE text, ALTER parent_request_id SET STATISTICS 0, ALTER error TYPE text, ALTER error SET STATISTICS 0,
    ALTER code TYPE text, ALTER code SET STATISTICS 0;
ALTER TABLE flowgauge.task_label
    ALTER name TYPE text, ALTER name SET STATISTICS 0, ALTER value TYPE text, ALTER value SET STATISTICS 0;

-- Analysts ask for spans of time.
CREATE INDEX flow_run_started ON flowgauge.flow_run (tenant_id, started);
CREATE INDEX task_run_started ON flowgauge.task_run (tenant_id, started);

CREATE TABLE reporting.reader_tenant (
    reader    name   NOT NULL,
    tenant_id bigint NOT NULL REFERENCES flowgauge.tenant,
    PRIMARY KEY (reader, tenant_id)
);
COMMENT ON TABLE reporting.reader_tenant IS 'which tenants a login sees in the views; not for readers themselves';
COMMENT ON COLUMN reporting.reader_tenant.reader IS 'the login''s name, as it signed in';
COMMENT ON COLUMN reporting.reader_tenant.tenant_id IS 'a tenant that it sees';

-- By the name that signed in, which SET ROLE does not change. Who may act as the owner of the schema could read the tables anyway.
CREATE VIEW flowgauge.readable_tenant WITH (security_barrier) AS
SELECT tenant_id
FROM flowgauge.tenant
WHERE pg_has_role(session_user, (SELECT nspowner FROM pg_namespace WHERE nspname = 'reporting'), 'MEMBER')
   OR tenant_id IN (SELECT r.tenant_id FROM reporting.reader_tenant r WHERE r.reader = session_user);
COMMENT ON VIEW flowgauge.readable_tenant IS 'the tenants that the login of this session sees in schema reporting';

-- These never fail, whatever the row: a condition may be tried on rows that the reader does not get to see.
CREATE FUNCTION flowgauge.rounded_quotient(sum bigint, count bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN count > 0 THEN sum / count + CASE WHEN sum % count >= count - sum % count THEN 1 ELSE 0 END END;
COMMENT ON FUNCTION flowgauge.rounded_quotient IS 'sum / count of a sum of 0 or more, rounded half up; null without a count';

CREATE FUNCTION flowgauge.state_word(state "char") RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE state WHEN 'r' THEN 'running' WHEN 'c' THEN 'completed' WHEN 'f' THEN 'failed' WHEN 'x' THEN 'cancelled' END;
COMMENT ON FUNCTION flowgauge.state_word IS 'the word of a state that the history''s tables keep as one character';

CREATE FUNCTION flowgauge.span_ms(starts_at timestamptz, ends_at timestamptz) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (extract(epoch FROM ends_at) * 1000 - extract(epoch FROM starts_at) * 1000)::bigint;
COMMENT ON FUNCTION flowgauge.span_ms IS 'ms from the one to the other';

-- PostgreSQL reads the sign of a bare offset the POSIX way, the other way round.
CREATE FUNCTION flowgauge.day_in(moment timestamptz, zone text) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN zone ~ '^(UTC|GMT|UT)?[+-]' THEN (moment AT TIME ZONE substring(zone FROM '[+-].*')::interval)::date
        ELSE (moment AT TIME ZONE zone)::date
    END;
COMMENT ON FUNCTION flowgauge.day_in IS 'the day of a moment in a tenant''s zone';

-- A running task's last snapshot is among those of the 15 minutes up to its tenant's newest one, but for oddities; no other is looked for.
CREATE VIEW flowgauge.task_now AS
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
       t.language, t.link, t.parent_request_id, t.code
FROM flowgauge.task_run t
LEFT JOIN LATERAL (
    SELECT max(n.checked_at) AS newest FROM flowgauge.task_snapshot n WHERE n.tenant_id = t.tenant_id
) AS tenant ON true
LEFT JOIN LATERAL (
    SELECT s.*
    FROM flowgauge.task_snapshot s
    WHERE s.tenant_id = t.tenant_id AND s.task_id = t.task_id AND s.checked_at <= tenant.newest
      -- Null for one that has ended: no partition is opened for it.
      AND s.checked_at >= CASE WHEN t.state = 'running' THEN tenant.newest - interval '15 minutes' END
    ORDER BY s.checked_at DESC
    LIMIT 1
) AS s ON s.sequence >= t.sequence;
COMMENT ON VIEW flowgauge.task_now IS 'tasks, the running ones with the numbers of their last snapshot';

CREATE VIEW reporting.tenants WITH (security_barrier) AS
SELECT tenant_id, name AS tenant, zone
FROM flowgauge.tenant
WHERE tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));

CREATE VIEW reporting.flows WITH (security_barrier) AS
SELECT f.tenant_id, t.name AS tenant, f.flow_id, f.name AS flow,
       last.audit_id AS last_audit_id, last.state AS last_state, last.started AS last_started, last.ended AS last_ended
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

CREATE VIEW reporting.flow_runs WITH (security_barrier) AS
SELECT r.tenant_id, t.name AS tenant, r.flow_id, f.name AS flow, r.audit_id, r.run_key, r.message_id, r.parent_audit_id, r.retries,
       r.state, r.started, r.ended, flowgauge.span_ms(r.started, coalesce(r.ended, now())) AS duration_ms,
       CASE WHEN r.ended IS NOT NULL THEN r.records ELSE (
           SELECT least(coalesce(sum(n.records) FILTER (WHERE n.type IN ('load', 'stream')),
                                 sum(n.records) FILTER (WHERE n.type = 'extract'),
                                 sum(n.records), 0), 9223372036854775807)::bigint
           FROM flowgauge.task_now n WHERE n.tenant_id = r.tenant_id AND n.audit_id = r.audit_id
       ) END AS records,
       (SELECT max(n.latency_max_ms) FROM flowgauge.task_now n
        WHERE n.tenant_id = r.tenant_id AND n.audit_id = r.audit_id) AS latency_max_ms,
       r.owner, r.error
FROM flowgauge.flow_run r
LEFT JOIN flowgauge.tenant t ON t.tenant_id = r.tenant_id
LEFT JOIN flowgauge.flow f ON f.tenant_id = r.tenant_id AND f.flow_id = r.flow_id
WHERE r.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));

CREATE VIEW reporting.task_runs WITH (security_barrier) AS
SELECT n.tenant_id, t.name AS tenant, n.flow_id, f.name AS flow, n.audit_id, r.run_key, n.task_id, n.request_id, n.name AS task, n.type,
       n.state, n.owner, n.engine, n.started, n.ended, flowgauge.span_ms(n.started, coalesce(n.ended, now())) AS duration_ms,
       n.checked_at, n.last_record, n.records, n.records_expected, n.records_failed, n.bytes,
       n.latency_count, n.latency_sum_ms, flowgauge.rounded_quotient(n.latency_sum_ms, n.latency_count) AS latency_avg_ms,
       n.latency_min_ms, n.latency_max_ms, n.latency_last_ms, n.error, n.language, n.link, n.parent_request_id, n.code
FROM flowgauge.task_now n
LEFT JOIN flowgauge.tenant t ON t.tenant_id = n.tenant_id
LEFT JOIN flowgauge.flow f ON f.tenant_id = n.tenant_id AND f.flow_id = n.flow_id
LEFT JOIN flowgauge.flow_run r ON r.tenant_id = n.tenant_id AND r.audit_id = n.audit_id
WHERE n.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));

CREATE VIEW reporting.running_tasks WITH (security_barrier) AS
SELECT n.tenant_id, t.name AS tenant, n.flow_id, f.name AS flow, n.audit_id, r.run_key, n.task_id, n.request_id, n.name AS task, n.type,
       n.owner, n.engine, n.started, flowgauge.span_ms(n.started, now()) AS duration_ms,
       n.checked_at, n.last_record, n.records, n.records_expected, n.records_failed, n.bytes,
       n.latency_count, n.latency_sum_ms, flowgauge.rounded_quotient(n.latency_sum_ms, n.latency_count) AS latency_avg_ms,
       n.latency_min_ms, n.latency_max_ms, n.latency_last_ms, n.language, n.link, n.parent_request_id, n.code
FROM flowgauge.task_now n
LEFT JOIN flowgauge.tenant t ON t.tenant_id = n.tenant_id
LEFT JOIN flowgauge.flow f ON f.tenant_id = n.tenant_id AND f.flow_id = n.flow_id
LEFT JOIN flowgauge.flow_run r ON r.tenant_id = n.tenant_id AND r.audit_id = n.audit_id
WHERE n.state = 'running'
  AND n.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));

CREATE VIEW reporting.task_snapshots WITH (security_barrier) AS
SELECT s.tenant_id, t.name AS tenant, r.flow_id, f.name AS flow, r.audit_id, s.task_id, r.name AS task, r.type,
       s.checked_at, flowgauge.state_word(s.state) AS state, s.interval_records AS records, s.records AS records_so_far,
       s.records_failed AS failed_so_far, s.bytes AS bytes_so_far, s.last_record,
       s.interval_latency_count AS latency_count, s.interval_latency_ms AS latency_avg_ms,
       s.interval_p50_ms AS latency_p50_ms, s.interval_p95_ms AS latency_p95_ms, s.interval_p99_ms AS latency_p99_ms, s.latency_buckets,
       s.latency_last_ms, s.latency_count AS latency_count_so_far, s.latency_sum_ms AS latency_sum_so_far_ms,
       s.latency_min_ms AS latency_min_so_far_ms, s.latency_max_ms AS latency_max_so_far_ms
FROM flowgauge.task_snapshot s
LEFT JOIN flowgauge.task_run r ON r.tenant_id = s.tenant_id AND r.task_id = s.task_id
LEFT JOIN flowgauge.tenant t ON t.tenant_id = s.tenant_id
LEFT JOIN flowgauge.flow f ON f.tenant_id = r.tenant_id AND f.flow_id = r.flow_id
WHERE s.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));

CREATE VIEW reporting.task_minutes WITH (security_barrier) AS
SELECT s.tenant_id, t.name AS tenant, r.flow_id, f.name AS flow, r.audit_id, s.task_id, r.name AS task, r.type,
       s.starts_at, flowgauge.state_word(s.state) AS state, s.checks, s.records, s.records_so_far, s.failed_so_far, s.bytes_so_far,
       s.latency_count, s.latency_sum_ms, flowgauge.rounded_quotient(s.latency_sum_ms, s.latency_count) AS latency_avg_ms,
       s.latency_min_ms, s.latency_p50_ms, s.latency_p95_ms, s.latency_p99_ms, s.latency_max_ms, s.latency_buckets
FROM flowgauge.task_minute s
LEFT JOIN flowgauge.task_run r ON r.tenant_id = s.tenant_id AND r.task_id = s.task_id
LEFT JOIN flowgauge.tenant t ON t.tenant_id = s.tenant_id
LEFT JOIN flowgauge.flow f ON f.tenant_id = r.tenant_id AND f.flow_id = r.flow_id
WHERE s.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));

CREATE VIEW reporting.task_hours WITH (security_barrier) AS
SELECT s.tenant_id, t.name AS tenant, r.flow_id, f.name AS flow, r.audit_id, s.task_id, r.name AS task, r.type,
       s.starts_at, flowgauge.state_word(s.state) AS state, s.checks, s.records, s.records_so_far, s.failed_so_far, s.bytes_so_far,
       s.latency_count, s.latency_sum_ms, flowgauge.rounded_quotient(s.latency_sum_ms, s.latency_count) AS latency_avg_ms,
       s.latency_min_ms, s.latency_p50_ms, s.latency_p95_ms, s.latency_p99_ms, s.latency_max_ms, s.latency_buckets
FROM flowgauge.task_hour s
LEFT JOIN flowgauge.task_run r ON r.tenant_id = s.tenant_id AND r.task_id = s.task_id
LEFT JOIN flowgauge.tenant t ON t.tenant_id = s.tenant_id
LEFT JOIN flowgauge.flow f ON f.tenant_id = r.tenant_id AND f.flow_id = r.flow_id
WHERE s.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));

CREATE VIEW reporting.flow_daily WITH (security_barrier) AS
SELECT r.tenant_id, r.tenant, r.flow_id, r.flow, flowgauge.day_in(r.started, t.zone) AS day,
       count(*) AS runs, count(*) FILTER (WHERE r.state = 'failed') AS failures,
       least(sum(r.records), 9223372036854775807)::bigint AS records,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY r.duration_ms) FILTER (WHERE r.ended IS NOT NULL) AS duration_p95_ms
FROM reporting.flow_runs r
JOIN flowgauge.tenant t ON t.tenant_id = r.tenant_id
WHERE r.started IS NOT NULL
GROUP BY 1, 2, 3, 4, 5;

CREATE VIEW reporting.history_gaps WITH (security_barrier) AS
SELECT starts_at, ends_at, flowgauge.span_ms(starts_at, ends_at) AS duration_ms, reason
FROM flowgauge.history_gap
WHERE EXISTS (SELECT FROM flowgauge.readable_tenant);
