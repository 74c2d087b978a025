-- Tenant 1 is A's, tenant 2 is B's: the same rows of each, with texts and numbers that tell whose they are.
INSERT INTO flowgauge.tenant (name, zone) VALUES ('open tenant of A', 'Europe/Berlin'), ('secret tenant of B', 'Asia/Tokyo');
INSERT INTO flowgauge.flow (tenant_id, name) VALUES (1, 'open flow of A'), (2, 'secret flow of B');
INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key, state, started, ended, records, owner, error)
SELECT t, t, w || 'run ' || n || ' of ' || o, 'failed', '2026-11-23 10:00Z', '2026-11-23 11:00Z', m, w || 'owner of ' || o, w || 'error of ' || o
FROM (VALUES (1, 'open ', 'A', 11111111111), (2, 'secret ', 'B', 42424242424)) AS v (t, w, o, m), generate_series(1, 200) AS n;
INSERT INTO flowgauge.task_run (tenant_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, heard, begun, ended, records, bytes,
                                latency_count, latency_sum_ms, latency_min_ms, latency_max_ms, latency_last_ms, request_id, name, type, state, owner, engine, error, code)
SELECT t, t, r.audit_id, 1, 1, '2026-11-23 10:00Z', 1, '2026-11-23 10:00Z', '2026-11-23 10:00Z', CASE WHEN n % 4 <> 0 THEN timestamptz '2026-11-23 11:00Z' END,
       m, m, 1, m, m, m, m, w || 'request ' || n || ' of ' || o, w || 'task of ' || o, 'load', CASE WHEN n % 4 <> 0 THEN 'completed' ELSE 'running' END,
       w || 'owner of ' || o, w || 'engine of ' || o, w || 'error of ' || o, w || 'code of ' || o
FROM (VALUES (1, 'open ', 'A', 11111111111), (2, 'secret ', 'B', 42424242424)) AS v (t, w, o, m)
CROSS JOIN generate_series(1, 200) AS n
JOIN flowgauge.flow_run r ON r.tenant_id = t AND r.run_key = w || 'run ' || n || ' of ' || o;
INSERT INTO flowgauge.task_label SELECT tenant_id, task_id, 'label', name FROM flowgauge.task_run;
INSERT INTO flowgauge.audit_event (tenant_id, at, action, actor, address, target_id, target_name, detail)
SELECT tenant_id, timestamptz '2026-11-23 10:00Z', 'flow_described', name, name, flow_id::text, name, name FROM flowgauge.flow;
CREATE TABLE flowgauge.task_snapshot_20261123 PARTITION OF flowgauge.task_snapshot FOR VALUES FROM ('2026-11-23Z') TO ('2026-11-24Z');
CREATE TABLE flowgauge.task_snapshot_20261124 PARTITION OF flowgauge.task_snapshot FOR VALUES FROM ('2026-11-24Z') TO ('2026-11-25Z');
CREATE TABLE flowgauge.task_minute_20261116 PARTITION OF flowgauge.task_minute FOR VALUES FROM ('2026-11-16Z') TO ('2026-11-23Z');
CREATE TABLE flowgauge.task_minute_20261123 PARTITION OF flowgauge.task_minute FOR VALUES FROM ('2026-11-23Z') TO ('2026-11-30Z');
CREATE TABLE flowgauge.task_hour_20261001 PARTITION OF flowgauge.task_hour FOR VALUES FROM ('2026-10-01Z') TO ('2026-11-01Z');
CREATE TABLE flowgauge.task_hour_20261101 PARTITION OF flowgauge.task_hour FOR VALUES FROM ('2026-11-01Z') TO ('2026-12-01Z');
INSERT INTO flowgauge.task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, bytes, latency_count, latency_sum_ms, state)
SELECT tenant_id, task_id, timestamptz '2026-11-23 10:00Z' + n * interval '10 minutes', 2, records, records, records, 1, records, 'r'
FROM flowgauge.task_run, generate_series(1, 5) AS n;
INSERT INTO flowgauge.task_minute (tenant_id, task_id, starts_at, records, records_so_far, latency_count, latency_sum_ms, checks, state)
SELECT tenant_id, task_id, checked_at, records, records, 1, records, 1, 'r' FROM flowgauge.task_snapshot;
INSERT INTO flowgauge.task_hour (tenant_id, task_id, starts_at, records, records_so_far, latency_count, latency_sum_ms, checks, state)
SELECT tenant_id, task_id, timestamptz '2026-11-23 10:00Z', records, records, 1, records, 1, 'r' FROM flowgauge.task_run;
INSERT INTO flowgauge.app_user (tenant_id, login, password_hash, roles, credential_version) VALUES (2, 'secret login of B', 'x', '{viewer}', 1);
INSERT INTO flowgauge.history_gap VALUES ('2026-11-22Z', '2026-11-22 01:00Z', 'service down');
ANALYZE;
