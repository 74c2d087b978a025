-- Two tenants with months of history, as a service would have left them: tasks that ended, run and are lost, and gaps in the numbering.
CREATE PROCEDURE pg_temp.partitions(parent text, format text, step interval, first timestamptz, steps int) LANGUAGE plpgsql AS $$
DECLARE
    starts timestamptz := first;
BEGIN
    FOR n IN 1..steps LOOP
        EXECUTE format('CREATE TABLE flowgauge.%I (LIKE flowgauge.%I INCLUDING ALL)', parent || '_' || to_char(starts, format), parent);
        EXECUTE format('ALTER TABLE flowgauge.%I ATTACH PARTITION flowgauge.%I FOR VALUES FROM (%L) TO (%L)',
                       parent, parent || '_' || to_char(starts, format), starts, starts + step);
        starts := starts + step;
    END LOOP;
END $$;
SET timezone = 'UTC';
CALL pg_temp.partitions('task_snapshot', 'YYYYMMDD', '1 day', '2026-11-22', 4);
CALL pg_temp.partitions('task_minute', 'YYYYMMDD', '7 days', '2026-11-02', 4);
CALL pg_temp.partitions('task_hour', 'YYYYMMDD', '1 month', '2026-09-01', 4);

INSERT INTO flowgauge.tenant (name, zone) VALUES ('default', 'UTC'), ('given up', 'UTC'), ('lager', 'Europe/Berlin');
DELETE FROM flowgauge.tenant WHERE name = 'given up';
INSERT INTO flowgauge.app_user (tenant_id, login, password_hash, roles, credential_version)
SELECT tenant_id, 'user of ' || name, '$argon2id$' || name, ARRAY ['viewer', 'administrator'], 3 FROM flowgauge.tenant;
INSERT INTO flowgauge.api_key (key_id, tenant_id, secret_hash, name, role)
SELECT 'key' || tenant_id, tenant_id, md5(name), 'key of ' || name, 'recorder' FROM flowgauge.tenant;
INSERT INTO flowgauge.api_key_use SELECT key_id, '2026-11-22Z' FROM flowgauge.api_key;
INSERT INTO flowgauge.page_session
SELECT 'session' || user_id, md5(login), user_id, credential_version, tenant_id, '2026-11-22Z', '2026-11-23Z', '192.0.2.7', 'Lynx' FROM flowgauge.app_user;
INSERT INTO flowgauge.audit_event (tenant_id, at, action, actor, address, target_id, target_name, detail)
SELECT nullif(n % 3, 0), timestamptz '2026-11-22Z' + n * interval '1 minute', 'user_changed', 'admin', '192.0.2.7', n::text, 'user ' || n, E'two\nlines, ü'
FROM generate_series(1, 9) n;
INSERT INTO flowgauge.signing_key SELECT 'signing' || n, sha256(n::text::bytea), timestamptz '2026-11-22Z' + n * interval '1 hour' FROM generate_series(1, 3) n;

INSERT INTO flowgauge.flow (tenant_id, name, description, owner, link)
SELECT tenant_id, 'flow ' || n, E'for two\nlines, ü', CASE WHEN n = 2 THEN 'team ' || n END, 'https://example.org/' || n FROM flowgauge.tenant, generate_series(1, 5) n;
INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key, started, state, records, error)
SELECT tenant_id, flow_id, 'run ' || n, timestamptz '2026-09-01Z' + n * interval '1 hour', 'completed', n, CASE WHEN n % 7 = 0 THEN E'two\nlines, ü' END
FROM flowgauge.flow, generate_series(1, 40) n;
INSERT INTO flowgauge.task_run (tenant_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, ended, heard, begun, checked_at, records,
                                latency_count, latency_sum_ms, latency_min_ms, latency_max_ms, latency_last_ms, request_id, name, type, state, code, error, ended_by)
SELECT tenant_id, flow_id, audit_id, 1, 2, started, 0, CASE WHEN audit_id % 10 > 0 THEN started + interval '5 minutes' END, started, started,
       CASE WHEN audit_id % 10 = 1 THEN started END, records, 3, 30, 1, 20, 9, 'task ' || audit_id, 'copy', 'load',
       CASE audit_id % 10 WHEN 0 THEN 'running' WHEN 1 THEN 'lost' ELSE 'completed' END, repeat('SELECT ', 300) || audit_id,
       CASE WHEN audit_id % 10 = 2 THEN 'gone' END, CASE WHEN audit_id % 10 = 2 THEN 'anna' END
FROM flowgauge.flow_run;
INSERT INTO flowgauge.task_label SELECT tenant_id, task_id, 'label ' || n, 'value ' || task_id FROM flowgauge.task_run, generate_series(1, 2) n WHERE task_id % 5 = 0;

INSERT INTO flowgauge.task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, bytes, latency_count, latency_sum_ms, latency_min_ms,
                                     latency_max_ms, latency_last_ms, interval_latency_count, interval_latency_ms, interval_p50_ms, state, latency_buckets)
SELECT tenant_id, task_id, timestamptz '2026-11-22Z' + n * interval '2 hours', n, CASE WHEN n % 50 = 0 THEN -1 ELSE n END, n * 100, CASE WHEN n % 3 = 0 THEN n END, 3, 30, 1, 20, 9, 2, 15, 14,
       'r', CASE WHEN n % 2 = 0 THEN '\x0102'::bytea END
FROM flowgauge.task_run, generate_series(1, 30) n WHERE task_id % 4 = 0;
INSERT INTO flowgauge.task_minute (tenant_id, task_id, starts_at, records, records_so_far, checks, state, latency_buckets)
SELECT tenant_id, task_id, timestamptz '2026-11-02Z' + n * interval '11 hours', n - 3, n * 100, 6, 'c', '\x010203' FROM flowgauge.task_run, generate_series(0, 50) n WHERE task_id % 20 = 0;
INSERT INTO flowgauge.task_hour (tenant_id, task_id, starts_at, records, records_so_far, checks, state)
SELECT tenant_id, task_id, timestamptz '2026-09-01Z' + n * interval '47 hours', n - 3, n * 100, 360, 'f' FROM flowgauge.task_run, generate_series(0, 50) n WHERE task_id % 20 = 0;
UPDATE flowgauge.rollup SET closed_until = '2026-11-24 10:01Z', minutes_until = '2026-11-24 10:00Z', hours_until = '2026-11-24 09:00Z';
INSERT INTO flowgauge.dirty_minute VALUES ('2026-11-24 08:15Z');
INSERT INTO flowgauge.history_gap VALUES ('2026-11-23 08:15Z', '2026-11-23 08:25Z', 'service down');
INSERT INTO reporting.reader_tenant VALUES ('analyst of lager', 3), (current_user, 1);
