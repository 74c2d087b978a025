-- Distribution of latency, and a row of 200 bytes with its key: the key in the order of time, which is that of writing (decision 0006).
DO $$
DECLARE
    day record;
BEGIN
    ALTER TABLE flowgauge.task_snapshot RENAME TO task_snapshot_before;
    ALTER INDEX flowgauge.task_snapshot_pkey RENAME TO task_snapshot_before_pkey;

    CREATE TABLE flowgauge.task_snapshot (
        tenant_id              bigint      NOT NULL,
        task_id                bigint      NOT NULL,
        checked_at             timestamptz NOT NULL,
        sequence               bigint      NOT NULL,
        interval_records       bigint      NOT NULL,
        records                bigint      NOT NULL,
        records_failed         bigint,
        bytes                  bigint,
        latency_count          bigint,
        latency_sum_ms         bigint,
        last_record            timestamptz,
        latency_min_ms         integer,
        latency_max_ms         integer,
        latency_last_ms        integer,
        interval_latency_count integer,
        interval_latency_ms    integer,
        interval_p50_ms        integer,
        interval_p95_ms        integer,
        interval_p99_ms        integer,
        state                  "char"      NOT NULL CHECK (state IN ('r', 'c', 'f', 'x')),
        latency_buckets        bytea,
        PRIMARY KEY (tenant_id, checked_at, task_id) WITH (fillfactor = 100)
    ) PARTITION BY RANGE (checked_at);

    FOR day IN
        SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'flowgauge.task_snapshot_before'::regclass
    LOOP
        EXECUTE format('ALTER TABLE flowgauge.%I RENAME TO %I', day.name, day.name || '_before');
        EXECUTE format('ALTER INDEX flowgauge.%I RENAME TO %I', day.name || '_pkey', day.name || '_before_pkey');
        EXECUTE format('CREATE TABLE flowgauge.%I PARTITION OF flowgauge.task_snapshot %s', day.name, day.bounds);
    END LOOP;

    -- How many latencies an interval had was not kept; it follows from the row before.
    INSERT INTO flowgauge.task_snapshot
        (tenant_id, task_id, checked_at, sequence, interval_records, records, records_failed, bytes, latency_count, latency_sum_ms, last_record,
         latency_min_ms, latency_max_ms, latency_last_ms, interval_latency_count, interval_latency_ms, state)
    SELECT tenant_id, task_id, checked_at, sequence, interval_records, records, records_failed, bytes, latency_count, latency_sum_ms, last_record,
           latency_min_ms, latency_max_ms, latency_last_ms,
           CASE WHEN counted >= 1 THEN least(counted, 2147483647) END,
           CASE WHEN counted >= 1 THEN interval_latency_ms END,
           CASE state WHEN 'running' THEN 'r' WHEN 'completed' THEN 'c' WHEN 'failed' THEN 'f' ELSE 'x' END::"char"
    FROM (SELECT *, CASE
                 WHEN interval_latency_ms IS NULL THEN NULL
                 WHEN lag(checked_at) OVER task IS NOT NULL THEN latency_count - coalesce(lag(latency_count) OVER task, 0)
                 WHEN records = interval_records THEN latency_count
             END AS counted
          FROM flowgauge.task_snapshot_before
          WINDOW task AS (PARTITION BY tenant_id, task_id ORDER BY checked_at)) AS snapshot
    ORDER BY tenant_id, checked_at, task_id;
    DROP TABLE flowgauge.task_snapshot_before;
END $$;
COMMENT ON COLUMN flowgauge.task_snapshot.tenant_id IS 'of the tenant it belongs to';
COMMENT ON COLUMN flowgauge.task_snapshot.task_id IS 'of the task';
COMMENT ON COLUMN flowgauge.task_snapshot.checked_at IS 'the check''s moment, a multiple of the interval since the epoch; for the row of an ending, when the service took it';
COMMENT ON COLUMN flowgauge.task_snapshot.sequence IS 'of the report that the row''s numbers come from';
COMMENT ON COLUMN flowgauge.task_snapshot.interval_records IS 'since the task''s row before (since its start in the first); negative when the engine went back, so that a task''s rows add up to its records';
COMMENT ON COLUMN flowgauge.task_snapshot.records IS 'processed so far';
COMMENT ON COLUMN flowgauge.task_snapshot.records_failed IS 'could not be processed so far; null: not reported';
COMMENT ON COLUMN flowgauge.task_snapshot.bytes IS 'bytes processed so far; null: not reported';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_count IS 'records whose latency was measured so far; null: none';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_sum_ms IS 'ms over latency_count records so far; null: none reported';
COMMENT ON COLUMN flowgauge.task_snapshot.last_record IS 'when the task last got a record; null: not reported';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_min_ms IS 'ms, task so far, at most 2147483647; null: none reported';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_max_ms IS 'ms, task so far, at most 2147483647; null: none reported';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_last_ms IS 'ms, of the last record, at most 2147483647; null: none reported';
COMMENT ON COLUMN flowgauge.task_snapshot.interval_latency_count IS 'records of the interval whose latency was measured, at most 2147483647; null: none';
COMMENT ON COLUMN flowgauge.task_snapshot.interval_latency_ms IS 'ms, average over the interval''s records, at most 2147483647; null: none measured in it';
COMMENT ON COLUMN flowgauge.task_snapshot.interval_p50_ms IS 'ms, median of the interval''s records, within 10 %, at most 2147483647; null: the engine gives no distribution, or none was measured in it';
COMMENT ON COLUMN flowgauge.task_snapshot.interval_p95_ms IS 'ms, 95 % of the interval''s records took no longer, within 10 %; null as interval_p50_ms';
COMMENT ON COLUMN flowgauge.task_snapshot.interval_p99_ms IS 'ms, 99 % of the interval''s records took no longer, within 10 %; null as interval_p50_ms';
COMMENT ON COLUMN flowgauge.task_snapshot.state IS 'r running, or how the task ended: c completed, f failed, x cancelled';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_buckets IS 'distribution of the interval''s latencies on the scale of base 1.22: for each bucket that is not empty its distance from the one before and its count, as LEB128; null: the engine gives none';

-- What recovery needs to find a task's last snapshot quickly.
ALTER TABLE flowgauge.task_run ADD begun timestamptz, ADD checked_at timestamptz;
UPDATE flowgauge.task_run SET begun = heard;
ALTER TABLE flowgauge.task_run ALTER begun SET NOT NULL;
COMMENT ON COLUMN flowgauge.task_run.begun IS 'when its first report came in, by the service''s clock';
COMMENT ON COLUMN flowgauge.task_run.checked_at IS 'of a lost task: its last check; null: it runs, ended, or had none';
