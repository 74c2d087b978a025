-- Append-only: one row a task a check, and one at its end (decision 0004). Partitions by day (UTC) are made by the service.
CREATE TABLE flowgauge.task_snapshot (
    tenant_id        bigint      NOT NULL,
    task_id          bigint      NOT NULL,
    checked_at       timestamptz NOT NULL,
    sequence         bigint      NOT NULL,
    interval_records bigint      NOT NULL,
    records          bigint      NOT NULL,
    records_failed   bigint,
    bytes            bigint,
    latency_count    bigint,
    latency_sum_ms   bigint,
    last_record      timestamptz,
    latency_min_ms   integer,
    latency_max_ms   integer,
    latency_last_ms  integer,
    interval_latency_ms integer,
    state            text        NOT NULL,
    PRIMARY KEY (tenant_id, task_id, checked_at)
) PARTITION BY RANGE (checked_at);
COMMENT ON COLUMN flowgauge.task_snapshot.checked_at IS 'the check''s moment, a multiple of the interval since the epoch; for the row of an ending, when the service took it';
COMMENT ON COLUMN flowgauge.task_snapshot.sequence IS 'of the report that the row''s numbers come from';
COMMENT ON COLUMN flowgauge.task_snapshot.interval_records IS 'since the task''s row before (since its start in the first); negative when the engine went back, so that a task''s rows add up to its records';
COMMENT ON COLUMN flowgauge.task_snapshot.records IS 'processed so far';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_sum_ms IS 'ms over latency_count records so far; null: none reported';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_min_ms IS 'ms, task so far, at most 2147483647; null: none reported';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_max_ms IS 'ms, task so far, at most 2147483647; null: none reported';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_last_ms IS 'ms, of the last record, at most 2147483647; null: none reported';
COMMENT ON COLUMN flowgauge.task_snapshot.interval_latency_ms IS 'ms, average over the interval''s records, at most 2147483647; null: none measured in it';
COMMENT ON COLUMN flowgauge.task_snapshot.tenant_id IS 'of the tenant it belongs to';
COMMENT ON COLUMN flowgauge.task_snapshot.task_id IS 'of the task';
COMMENT ON COLUMN flowgauge.task_snapshot.records_failed IS 'could not be processed so far; null: not reported';
COMMENT ON COLUMN flowgauge.task_snapshot.bytes IS 'bytes processed so far; null: not reported';
COMMENT ON COLUMN flowgauge.task_snapshot.latency_count IS 'records whose latency was measured so far; null: none';
COMMENT ON COLUMN flowgauge.task_snapshot.last_record IS 'when the task last got a record; null: not reported';
COMMENT ON COLUMN flowgauge.task_snapshot.state IS 'running, or how the task ended: completed, failed or cancelled';
