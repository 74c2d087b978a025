-- Tenants on their way out, and how far that is: who goes on after a kill begins there.
CREATE TABLE flowgauge.tenant_deletion (
    tenant_id    bigint      PRIMARY KEY REFERENCES flowgauge.tenant,
    rows_deleted bigint      NOT NULL CHECK (rows_deleted >= 0),
    requested    timestamptz NOT NULL,
    requested_by text        NOT NULL,
    address      text        NOT NULL,
    phase        text        NOT NULL,
    position     text
);
COMMENT ON TABLE flowgauge.tenant_deletion IS 'tenants that are being deleted, row by row';
COMMENT ON COLUMN flowgauge.tenant_deletion.rows_deleted IS 'so far';
COMMENT ON COLUMN flowgauge.tenant_deletion.requested IS 'when somebody asked for it';
COMMENT ON COLUMN flowgauge.tenant_deletion.requested_by IS 'login of who did';
COMMENT ON COLUMN flowgauge.tenant_deletion.address IS 'where the request came from';
COMMENT ON COLUMN flowgauge.tenant_deletion.phase IS 'which rows go now: checks, minutes, hours and so on; waiting: for what is being written';
COMMENT ON COLUMN flowgauge.tenant_deletion.position IS 'those of the phase before this moment or number are gone; null: none is';
