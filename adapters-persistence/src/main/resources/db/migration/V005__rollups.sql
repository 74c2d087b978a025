-- Minutes made from checks, hours made from minutes. Partitions, by week and by month (UTC), are made by the service.
CREATE TABLE flowgauge.task_minute (
    tenant_id       bigint      NOT NULL,
    task_id         bigint      NOT NULL,
    starts_at       timestamptz NOT NULL,
    records         bigint      NOT NULL,
    records_so_far  bigint      NOT NULL,
    failed_so_far   bigint,
    bytes_so_far    bigint,
    latency_count   bigint,
    latency_sum_ms  bigint,
    checks          integer     NOT NULL CHECK (checks >= 1),
    latency_min_ms  integer,
    latency_p50_ms  integer,
    latency_p95_ms  integer,
    latency_p99_ms  integer,
    latency_max_ms  integer,
    state           "char"      NOT NULL CHECK (state IN ('r', 'c', 'f', 'x')),
    latency_buckets bytea,
    PRIMARY KEY (tenant_id, starts_at, task_id) WITH (fillfactor = 100)
) PARTITION BY RANGE (starts_at);
COMMENT ON TABLE flowgauge.task_minute IS 'what a task did in a minute, the sum of its checks in it; a check at a full minute belongs to the one that ends there';

CREATE TABLE flowgauge.task_hour (
    LIKE flowgauge.task_minute INCLUDING CONSTRAINTS,
    PRIMARY KEY (tenant_id, task_id, starts_at)
) PARTITION BY RANGE (starts_at);
COMMENT ON TABLE flowgauge.task_hour IS 'what a task did in an hour, the sum of its minutes in it';

DO $$
DECLARE
    rollup text;
BEGIN
    FOREACH rollup IN ARRAY ARRAY ['task_minute', 'task_hour'] LOOP
        EXECUTE replace($comments$
            COMMENT ON COLUMN flowgauge.@.tenant_id IS 'of the tenant it belongs to';
            COMMENT ON COLUMN flowgauge.@.task_id IS 'of the task';
            COMMENT ON COLUMN flowgauge.@.starts_at IS 'where it begins';
            COMMENT ON COLUMN flowgauge.@.records IS 'processed in it; negative when the engine went back, so that they add up to the task''s records';
            COMMENT ON COLUMN flowgauge.@.records_so_far IS 'processed by the task until its last check in it';
            COMMENT ON COLUMN flowgauge.@.failed_so_far IS 'could not be processed until its last check in it; null: not reported';
            COMMENT ON COLUMN flowgauge.@.bytes_so_far IS 'bytes processed until its last check in it; null: not reported';
            COMMENT ON COLUMN flowgauge.@.latency_count IS 'records in it whose latency was measured; null: none';
            COMMENT ON COLUMN flowgauge.@.latency_sum_ms IS 'ms over latency_count records; null: none';
            COMMENT ON COLUMN flowgauge.@.checks IS 'checks in it that found the task, its ending included';
            COMMENT ON COLUMN flowgauge.@.latency_min_ms IS 'ms, smallest in it, within 10 %; null: the engine gives no distribution, or none was measured';
            COMMENT ON COLUMN flowgauge.@.latency_p50_ms IS 'ms, median, within 10 %; null as latency_min_ms';
            COMMENT ON COLUMN flowgauge.@.latency_p95_ms IS 'ms, 95 % of the records took no longer, within 10 %; null as latency_min_ms';
            COMMENT ON COLUMN flowgauge.@.latency_p99_ms IS 'ms, 99 % of the records took no longer, within 10 %; null as latency_min_ms';
            COMMENT ON COLUMN flowgauge.@.latency_max_ms IS 'ms, largest in it, within 10 %; null as latency_min_ms';
            COMMENT ON COLUMN flowgauge.@.state IS 'at its last check in it: r running, c completed, f failed, x cancelled';
            COMMENT ON COLUMN flowgauge.@.latency_buckets IS 'distribution of the latencies in it on the scale of base 1.22: for each bucket that is not empty its distance from the one before and its count, as LEB128; null: the engine gives none';
            $comments$, '@', rollup);
    END LOOP;
END $$;

CREATE TABLE flowgauge.rollup (
    only_row       boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    closed_until   timestamptz NOT NULL DEFAULT 'epoch',
    minutes_until  timestamptz NOT NULL DEFAULT 'epoch',
    hours_until    timestamptz NOT NULL DEFAULT 'epoch',
    snapshots_from timestamptz NOT NULL DEFAULT 'epoch',
    minutes_from   timestamptz NOT NULL DEFAULT 'epoch',
    CHECK (hours_until <= minutes_until AND minutes_until <= closed_until)
);
INSERT INTO flowgauge.rollup DEFAULT VALUES;
COMMENT ON TABLE flowgauge.rollup IS 'how far the rollups are';
COMMENT ON COLUMN flowgauge.rollup.only_row IS 'true';
COMMENT ON COLUMN flowgauge.rollup.closed_until IS 'rows of checks until then, included, that are written from now on mark their minute dirty';
COMMENT ON COLUMN flowgauge.rollup.minutes_until IS 'all checks until then, included, are in task_minute, but for those of dirty minutes';
COMMENT ON COLUMN flowgauge.rollup.hours_until IS 'all minutes that end until then are in task_hour';
COMMENT ON COLUMN flowgauge.rollup.snapshots_from IS 'checks before may have been dropped: of minutes before, rows that are there stay as they are';
COMMENT ON COLUMN flowgauge.rollup.minutes_from IS 'minutes before may have been dropped: of hours before, rows that are there stay as they are';

CREATE TABLE flowgauge.dirty_minute (
    starts_at timestamptz PRIMARY KEY
);
COMMENT ON TABLE flowgauge.dirty_minute IS 'minutes that got a row of a check after they had been closed; to be made anew, with their hours';
COMMENT ON COLUMN flowgauge.dirty_minute.starts_at IS 'where it begins';

-- To forget runs by age in small batches.
CREATE INDEX flow_run_ended ON flowgauge.flow_run (tenant_id, ended) WHERE ended IS NOT NULL;
