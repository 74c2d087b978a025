-- Flows, their runs and the tasks in them; keys begin with tenant_id.
CREATE TABLE flowgauge.flow (
    tenant_id bigint NOT NULL REFERENCES flowgauge.tenant,
    flow_id   bigint GENERATED ALWAYS AS IDENTITY,
    name      text   NOT NULL,
    PRIMARY KEY (tenant_id, flow_id),
    UNIQUE (tenant_id, name)
);

CREATE TABLE flowgauge.flow_run (
    tenant_id       bigint      NOT NULL,
    audit_id        bigint      GENERATED ALWAYS AS IDENTITY,
    flow_id         bigint      NOT NULL,
    run_key         text        NOT NULL,
    message_id      uuid        NOT NULL DEFAULT gen_random_uuid(),
    said_at         timestamptz,
    said_state      text        CHECK (said_state IN ('queued', 'running', 'completed', 'warning', 'failed', 'cancelled')),
    said_error      text,
    parent_audit_id bigint,
    retries         integer     CHECK (retries >= 0),
    state           text        NOT NULL DEFAULT 'running'
        CHECK (state IN ('queued', 'running', 'completed', 'warning', 'failed', 'cancelled')),
    started         timestamptz,
    ended           timestamptz,
    records         bigint      NOT NULL DEFAULT 0 CHECK (records >= 0),
    owner           text,
    error           text,
    PRIMARY KEY (tenant_id, audit_id),
    UNIQUE (tenant_id, flow_id, run_key),
    FOREIGN KEY (tenant_id, flow_id) REFERENCES flowgauge.flow
);
CREATE INDEX flow_run_newest ON flowgauge.flow_run (tenant_id, flow_id, started DESC NULLS LAST, audit_id DESC);
CREATE INDEX flow_run_newest_in ON flowgauge.flow_run (tenant_id, flow_id, state, started DESC NULLS LAST, audit_id DESC);
CREATE INDEX flow_run_message ON flowgauge.flow_run (tenant_id, message_id);
COMMENT ON COLUMN flowgauge.flow_run.run_key IS 'the engine''s own id of the run, unique in its flow';
COMMENT ON COLUMN flowgauge.flow_run.said_at IS 'when a reporter last said something of the whole run; null: never';
COMMENT ON COLUMN flowgauge.flow_run.started IS 'earliest start of its tasks';
COMMENT ON COLUMN flowgauge.flow_run.ended IS 'latest end of its tasks; null while it is open';
COMMENT ON COLUMN flowgauge.flow_run.records IS 'of its load and stream tasks, else of its extract tasks, else of all; as of its last beginning or ending';

CREATE TABLE flowgauge.task_run (
    tenant_id         bigint      NOT NULL,
    task_id           bigint      GENERATED ALWAYS AS IDENTITY,
    flow_id           bigint      NOT NULL,
    audit_id          bigint      NOT NULL,
    described_by      bigint      NOT NULL,
    sequence          bigint      NOT NULL,
    started           timestamptz NOT NULL,
    started_told_ms   bigint      NOT NULL,
    ended             timestamptz,
    heard             timestamptz NOT NULL,
    last_record       timestamptz,
    records           bigint      NOT NULL CHECK (records >= 0),
    records_expected  bigint,
    records_failed    bigint,
    bytes             bigint,
    latency_count     bigint      CHECK (latency_count >= 1),
    latency_sum_ms    bigint,
    latency_min_ms    bigint,
    latency_max_ms    bigint,
    latency_last_ms   bigint,
    request_id        text        NOT NULL,
    name              text        NOT NULL,
    type              text        NOT NULL CHECK (type IN ('stream', 'extract', 'load', 'task', 'hwm')),
    state             text        NOT NULL CHECK (state IN ('running', 'completed', 'failed', 'cancelled', 'lost')),
    owner             text,
    engine            text,
    language          text,
    link              text,
    parent_request_id text,
    error             text,
    code              text,
    PRIMARY KEY (tenant_id, task_id),
    UNIQUE (tenant_id, request_id),
    FOREIGN KEY (tenant_id, audit_id) REFERENCES flowgauge.flow_run
);
CREATE INDEX task_run_of_run ON flowgauge.task_run (tenant_id, audit_id);
CREATE INDEX task_run_unfinished ON flowgauge.task_run (tenant_id, task_id) WHERE state IN ('running', 'lost');
COMMENT ON COLUMN flowgauge.task_run.sequence IS 'of the report that numbers and state come from; while the task runs, of its beginning';
COMMENT ON COLUMN flowgauge.task_run.described_by IS 'sequence of the report that the description comes from';
COMMENT ON COLUMN flowgauge.task_run.started_told_ms IS 'ms since the epoch, as the engine told it; started is the service''s time where that was far ahead';
COMMENT ON COLUMN flowgauge.task_run.ended IS 'for a lost task when it was last heard of; null while it runs';
COMMENT ON COLUMN flowgauge.task_run.records IS 'processed; final once ended, while the task runs those of its beginning';
COMMENT ON COLUMN flowgauge.task_run.latency_sum_ms IS 'ms over latency_count records; null: none reported';

CREATE TABLE flowgauge.task_label (
    tenant_id bigint NOT NULL,
    task_id   bigint NOT NULL,
    name      text   NOT NULL,
    value     text   NOT NULL,
    PRIMARY KEY (tenant_id, task_id, name),
    FOREIGN KEY (tenant_id, task_id) REFERENCES flowgauge.task_run ON DELETE CASCADE
);
COMMENT ON COLUMN flowgauge.flow.tenant_id IS 'of the tenant it belongs to';
COMMENT ON COLUMN flowgauge.flow.flow_id IS 'the flow''s number';
COMMENT ON COLUMN flowgauge.flow.name IS 'unique in its tenant';
COMMENT ON COLUMN flowgauge.flow_run.tenant_id IS 'of the tenant it belongs to';
COMMENT ON COLUMN flowgauge.flow_run.audit_id IS 'the run''s number';
COMMENT ON COLUMN flowgauge.flow_run.flow_id IS 'of the flow that it is a run of';
COMMENT ON COLUMN flowgauge.flow_run.message_id IS 'of the message that started it; made where none was reported';
COMMENT ON COLUMN flowgauge.flow_run.said_state IS 'what a reporter said of the whole run, which wins over what follows from its tasks; null: nothing';
COMMENT ON COLUMN flowgauge.flow_run.said_error IS 'what a reporter said went wrong with the whole run; null: nothing';
COMMENT ON COLUMN flowgauge.flow_run.parent_audit_id IS 'of the run that started it; null: not reported';
COMMENT ON COLUMN flowgauge.flow_run.retries IS 'how often it was tried again; null: not reported';
COMMENT ON COLUMN flowgauge.flow_run.state IS 'queued, running, completed, warning, failed or cancelled';
COMMENT ON COLUMN flowgauge.flow_run.owner IS 'who started it, as its first task told; null: not reported';
COMMENT ON COLUMN flowgauge.flow_run.error IS 'of the first task that failed, or as a reporter said; null: none';
COMMENT ON COLUMN flowgauge.task_run.tenant_id IS 'of the tenant it belongs to';
COMMENT ON COLUMN flowgauge.task_run.task_id IS 'the task''s number';
COMMENT ON COLUMN flowgauge.task_run.flow_id IS 'of its flow';
COMMENT ON COLUMN flowgauge.task_run.audit_id IS 'of its run';
COMMENT ON COLUMN flowgauge.task_run.started IS 'when it began';
COMMENT ON COLUMN flowgauge.task_run.heard IS 'when a report of it last came in, as of its beginning, end or loss';
COMMENT ON COLUMN flowgauge.task_run.last_record IS 'when it last got a record; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.records_expected IS 'how many it will be in the end; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.records_failed IS 'could not be processed; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.bytes IS 'bytes processed; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.latency_count IS 'records whose latency was measured; null: none';
COMMENT ON COLUMN flowgauge.task_run.latency_min_ms IS 'ms, smallest; null: none reported';
COMMENT ON COLUMN flowgauge.task_run.latency_max_ms IS 'ms, largest; null: none reported';
COMMENT ON COLUMN flowgauge.task_run.latency_last_ms IS 'ms, of the last record; null: none reported';
COMMENT ON COLUMN flowgauge.task_run.request_id IS 'the engine''s own id of it, unique in its tenant';
COMMENT ON COLUMN flowgauge.task_run.name IS 'as the engine calls it';
COMMENT ON COLUMN flowgauge.task_run.type IS 'stream, extract, load, task or hwm';
COMMENT ON COLUMN flowgauge.task_run.state IS 'running, completed, failed, cancelled or lost';
COMMENT ON COLUMN flowgauge.task_run.owner IS 'who started it; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.engine IS 'which engine runs it; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.language IS 'of code; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.link IS 'where a person finds more; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.parent_request_id IS 'of the task that it is a part of; null: not reported';
COMMENT ON COLUMN flowgauge.task_run.error IS 'what went wrong, as the engine told it; null: nothing';
COMMENT ON COLUMN flowgauge.task_run.code IS 'the script or query that it runs; null: not reported, and for a stream';
COMMENT ON COLUMN flowgauge.task_label.tenant_id IS 'of the tenant it belongs to';
COMMENT ON COLUMN flowgauge.task_label.task_id IS 'of the task';
COMMENT ON COLUMN flowgauge.task_label.name IS 'the label';
COMMENT ON COLUMN flowgauge.task_label.value IS 'its value';
