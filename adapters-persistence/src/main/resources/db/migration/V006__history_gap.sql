-- Where history is missing, and why.
CREATE TABLE flowgauge.history_gap (
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    reason    text        NOT NULL CHECK (reason IN ('backlog full', 'service down')),
    PRIMARY KEY (starts_at, ends_at, reason),
    CHECK (starts_at < ends_at)
);
COMMENT ON TABLE flowgauge.history_gap IS 'spans in which checks are missing; a task''s next row then covers its whole time since the row before';
COMMENT ON COLUMN flowgauge.history_gap.starts_at IS 'the last check before';
COMMENT ON COLUMN flowgauge.history_gap.ends_at IS 'the first check after';
COMMENT ON COLUMN flowgauge.history_gap.reason IS '"backlog full": PostgreSQL was away for longer than checks can wait in memory; "service down": nobody checked';
