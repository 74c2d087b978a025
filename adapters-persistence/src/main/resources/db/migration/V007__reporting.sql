-- What analysts read: views whose names and columns stay, for logins that see the tenants they are mapped to (decision 0007).
DO $$
BEGIN
    IF to_regnamespace('reporting') IS NULL THEN
        CREATE SCHEMA reporting;
    ELSIF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'reporting' AND pg_has_role(nspowner, 'USAGE')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'schema reporting belongs to another role';
    END IF;
END $$;

-- The first versions wrote the default tenant's zone as an offset.
UPDATE flowgauge.tenant SET zone = 'UTC' WHERE zone = 'Z';

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
    RETURN (extract(epoch FROM ends_at - starts_at) * 1000)::bigint;
COMMENT ON FUNCTION flowgauge.span_ms IS 'ms from the one to the other';

-- PostgreSQL reads the sign of a bare offset the POSIX way, the other way round.
CREATE FUNCTION flowgauge.day_in(moment timestamptz, zone text) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN zone ~ '^(UTC|GMT|UT)?[+-]' THEN (moment AT TIME ZONE substring(zone FROM '[+-].*')::interval)::date
        ELSE (moment AT TIME ZONE zone)::date
    END;
COMMENT ON FUNCTION flowgauge.day_in IS 'the day of a moment in a tenant''s zone';

-- A running task's last snapshot is among those of the 150 minutes (more than two of the longest intervals) up to its tenant's newest one, but for oddities; no other is looked for.
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
      AND s.checked_at >= CASE WHEN t.state = 'running' THEN tenant.newest - interval '150 minutes' END
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

COMMENT ON SCHEMA reporting IS 'the history for analysts: names and columns of these views stay, a column may be added. Times are UTC; columns that end in _ms are milliseconds';
COMMENT ON VIEW reporting.tenants IS 'the tenants that this login sees';
COMMENT ON VIEW reporting.flows IS 'the flows, with how the newest run of each went';
COMMENT ON VIEW reporting.flow_runs IS 'the runs of flows; kept 2 years by default';
COMMENT ON VIEW reporting.task_runs IS 'the tasks of runs, those that run with the numbers of their last check; kept 2 years by default';
COMMENT ON VIEW reporting.running_tasks IS 'the tasks that run, with the numbers of their last check';
COMMENT ON VIEW reporting.task_snapshots IS 'what each running task did from check to check; kept 2 days by default. Ask for a span of checked_at';
COMMENT ON VIEW reporting.task_minutes IS 'what each task did in each minute that is over: the sum of its checks; kept 35 days by default. Ask for a span of starts_at';
COMMENT ON VIEW reporting.task_hours IS 'what each task did in each hour that is over: the sum of its minutes; kept 2 years by default. Ask for a span of starts_at';
COMMENT ON VIEW reporting.flow_daily IS 'the runs of each flow that started on a day in its tenant''s zone';
COMMENT ON VIEW reporting.history_gaps IS 'spans in which checks are missing, of all tasks; a task''s next row then covers its whole time since its row before';

DO $$
DECLARE
    described record;
    view      text;
BEGIN
    FOR described IN
        SELECT * FROM (VALUES
            ('tenants flows flow_runs task_runs running_tasks task_snapshots task_minutes task_hours flow_daily', 'tenant_id', 'number of the tenant'),
            ('tenants flows flow_runs task_runs running_tasks task_snapshots task_minutes task_hours flow_daily', 'tenant', 'name of the tenant'),
            ('tenants', 'zone', 'time zone in which the tenant''s days begin and end, as an IANA name or an offset'),
            ('flows flow_runs task_runs running_tasks task_snapshots task_minutes task_hours flow_daily', 'flow_id', 'number of the flow'),
            ('flows flow_runs task_runs running_tasks task_snapshots flow_daily', 'flow', 'name of the flow, unique in its tenant'),
            ('task_minutes task_hours', 'flow', 'name of the flow, unique in its tenant; null as is all but the task''s number where the run is past its time and forgotten'),
            ('flows', 'last_audit_id', 'number of its newest run; null: it never ran'),
            ('flows', 'last_state', 'state of its newest run, as in flow_runs'),
            ('flows', 'last_started', 'when its newest run began, UTC'),
            ('flows', 'last_ended', 'when its newest run ended, UTC; null while it runs'),
            ('flow_runs task_runs running_tasks task_snapshots task_minutes task_hours', 'audit_id', 'number of the run'),
            ('flow_runs task_runs running_tasks', 'run_key', 'the engine''s own id of the run, unique in its flow'),
            ('flow_runs', 'message_id', 'id of the message that started it; made where none was reported'),
            ('flow_runs', 'parent_audit_id', 'number of the run that started it; null: not reported'),
            ('flow_runs', 'retries', 'how often it was tried again; null: not reported'),
            ('flow_runs', 'state', 'queued or running; once it has ended completed, warning, failed or cancelled'),
            ('flow_runs', 'started', 'earliest start of its tasks, UTC'),
            ('flow_runs', 'ended', 'latest end of its tasks, UTC; null while it runs'),
            ('flow_runs', 'duration_ms', 'ms from its start to its end, or until now while it runs'),
            ('flow_runs', 'records', 'records processed by its load and stream tasks; if it has none, by its extract tasks; else by all'),
            ('flow_runs', 'latency_max_ms', 'ms, worst latency of any record of its tasks; null: none reported'),
            ('flow_runs', 'owner', 'who started it; null: not reported'),
            ('flow_runs', 'error', 'what went wrong, as said of the run, else of its first task that failed; null: nothing was told'),
            ('task_runs running_tasks task_snapshots task_minutes task_hours', 'task_id', 'number of the task: one execution of a piece of work in a run'),
            ('task_runs running_tasks', 'request_id', 'the engine''s own id of the task, unique in its tenant'),
            ('task_runs running_tasks task_snapshots task_minutes task_hours', 'task', 'name of the task, as the engine calls it'),
            ('task_runs running_tasks task_snapshots task_minutes task_hours', 'type', 'stream, extract, load, task or hwm (query for the high watermark)'),
            ('task_runs', 'state', 'running, completed, failed, cancelled or lost (nothing was heard of it for too long)'),
            ('task_snapshots', 'state', 'running, or in a task''s last row how it ended: completed, failed or cancelled'),
            ('task_minutes task_hours', 'state', 'at its last check in this time: running, or how it ended: completed, failed or cancelled'),
            ('task_runs running_tasks', 'owner', 'who started it; null: not reported'),
            ('task_runs running_tasks', 'engine', 'which engine runs it; null: not reported'),
            ('task_runs running_tasks', 'started', 'when it began, UTC'),
            ('task_runs', 'ended', 'when it ended, UTC; of a lost task when it was last heard of; null while it runs'),
            ('task_runs', 'duration_ms', 'ms from its start to its end, or until now while it runs'),
            ('running_tasks', 'duration_ms', 'ms from its start until now'),
            ('task_runs', 'checked_at', 'the check that the numbers of a running or lost task are of, UTC; null: it ended, or had no check yet'),
            ('running_tasks', 'checked_at', 'the check that its numbers are of, UTC; null: it had none yet, the numbers are those of its beginning'),
            ('task_runs running_tasks', 'last_record', 'when it last got a record, UTC; null: not reported'),
            ('task_runs running_tasks', 'records', 'records processed so far'),
            ('task_runs running_tasks', 'records_expected', 'records that it will be in the end; null: not reported'),
            ('task_runs running_tasks', 'records_failed', 'records that could not be processed; null: not reported'),
            ('task_runs running_tasks', 'bytes', 'bytes processed; null: not reported'),
            ('task_runs running_tasks', 'latency_count', 'records whose latency was measured; null: none'),
            ('task_runs running_tasks', 'latency_sum_ms', 'ms, sum over latency_count records; null: none'),
            ('task_runs running_tasks', 'latency_avg_ms', 'ms, average, rounded half up; null: none reported'),
            ('task_runs running_tasks', 'latency_min_ms', 'ms, smallest; null: none reported'),
            ('task_runs running_tasks', 'latency_max_ms', 'ms, largest; null: none reported'),
            ('task_runs running_tasks', 'latency_last_ms', 'ms, of the last record; null: none reported'),
            ('task_runs', 'error', 'what went wrong, as the engine told it; null: nothing'),
            ('task_runs running_tasks', 'language', 'language of code; null: not reported'),
            ('task_runs running_tasks', 'link', 'where a person finds more; null: not reported'),
            ('task_runs running_tasks', 'parent_request_id', 'the engine''s id of the task that it is a part of; null: not reported'),
            ('task_runs running_tasks', 'code', 'the script or query that it runs; null: not reported, and for a stream'),
            ('task_snapshots', 'checked_at', 'the check, UTC; in a task''s last row when the service took its ending'),
            ('task_snapshots', 'records', 'records processed since the task''s row before; negative when the engine went back, so that a task''s rows add up'),
            ('task_minutes task_hours', 'starts_at', 'when this minute or hour begins, UTC'),
            ('task_minutes task_hours', 'checks', 'checks in it that found the task, its ending included'),
            ('task_minutes task_hours', 'records', 'records processed in it; negative when the engine went back, so that a task''s rows add up'),
            ('task_snapshots task_minutes task_hours', 'records_so_far', 'records processed by the task until then'),
            ('task_snapshots task_minutes task_hours', 'failed_so_far', 'records that the task could not process until then; null: not reported'),
            ('task_snapshots task_minutes task_hours', 'bytes_so_far', 'bytes processed by the task until then; null: not reported'),
            ('task_snapshots', 'last_record', 'when it last got a record, UTC; null: not reported'),
            ('task_snapshots task_minutes task_hours', 'latency_count', 'records of this row whose latency was measured; null: none'),
            ('task_minutes task_hours', 'latency_sum_ms', 'ms, sum over latency_count records, within half a millisecond a record; null: none'),
            ('task_snapshots task_minutes task_hours', 'latency_avg_ms', 'ms, average over latency_count records, rounded half up; null: none'),
            ('task_minutes task_hours', 'latency_min_ms', 'ms, smallest, within 10 %; null: the engine gives no distribution, or none was measured'),
            ('task_snapshots task_minutes task_hours', 'latency_p50_ms', 'ms, median, within 10 %; null: the engine gives no distribution, or none was measured'),
            ('task_snapshots task_minutes task_hours', 'latency_p95_ms', 'ms, 95 % of the records took no longer, within 10 %; null as latency_p50_ms'),
            ('task_snapshots task_minutes task_hours', 'latency_p99_ms', 'ms, 99 % of the records took no longer, within 10 %; null as latency_p50_ms'),
            ('task_minutes task_hours', 'latency_max_ms', 'ms, largest, within 10 %; null as latency_p50_ms'),
            ('task_snapshots task_minutes task_hours', 'latency_buckets', 'distribution of the latencies, for latency_merge and latency_percentile; null as latency_p50_ms'),
            ('task_snapshots', 'latency_last_ms', 'ms, of the last record; null: none reported'),
            ('task_snapshots', 'latency_count_so_far', 'records of the task whose latency was measured until then; null: none'),
            ('task_snapshots', 'latency_sum_so_far_ms', 'ms, sum over latency_count_so_far records; null: none'),
            ('task_snapshots', 'latency_min_so_far_ms', 'ms, smallest of the task until then; null: none'),
            ('task_snapshots', 'latency_max_so_far_ms', 'ms, largest of the task until then; null: none'),
            ('flow_daily', 'day', 'the day in the tenant''s zone'),
            ('flow_daily', 'runs', 'runs that started on that day'),
            ('flow_daily', 'failures', 'runs of these that failed'),
            ('flow_daily', 'records', 'records processed by these runs, as in flow_runs, on whatever day'),
            ('flow_daily', 'duration_p95_ms', 'ms, 95 % of these runs took no longer; null: none has ended'),
            ('history_gaps', 'starts_at', 'the last check before, UTC'),
            ('history_gaps', 'ends_at', 'the first check after, UTC'),
            ('history_gaps', 'duration_ms', 'ms from the one to the other'),
            ('history_gaps', 'reason', '"backlog full": PostgreSQL was away for longer than checks can wait in memory; "service down": nobody checked')
        ) AS meaning (views, name, says)
    LOOP
        FOREACH view IN ARRAY string_to_array(described.views, ' ') LOOP
            EXECUTE format('COMMENT ON COLUMN reporting.%I.%I IS %L', view, described.name, described.says);
        END LOOP;
    END LOOP;
END $$;
