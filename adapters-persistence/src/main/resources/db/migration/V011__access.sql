-- Who may what: users and keys with all there is to say of them, sessions of the page, the audit trail.
ALTER TABLE flowgauge.tenant
    ADD state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled', 'deleting'));
COMMENT ON COLUMN flowgauge.tenant.state IS 'active; disabled: its users and keys are refused; deleting: on its way out with all it has';

ALTER TABLE flowgauge.app_user
    ADD enabled              boolean     NOT NULL DEFAULT true,
    ADD must_change_password boolean     NOT NULL DEFAULT false,
    ADD created              timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN flowgauge.app_user.credential_version IS 'grows when password, roles or enabled change; tokens and sessions of an older one are void';
COMMENT ON COLUMN flowgauge.app_user.enabled IS 'whether the user is let in';
COMMENT ON COLUMN flowgauge.app_user.must_change_password IS 'whether the user may do nothing else before choosing a password';
COMMENT ON COLUMN flowgauge.app_user.created IS 'when it was made; of those before 0.2 when that came';
CREATE INDEX app_user_of_tenant ON flowgauge.app_user (tenant_id);

ALTER TABLE flowgauge.api_key
    ADD name                text        NOT NULL DEFAULT '',
    ADD role                text        NOT NULL DEFAULT 'recorder' CHECK (role IN ('recorder', 'viewer', 'monitor')),
    ADD created             timestamptz NOT NULL DEFAULT now(),
    ADD expires             timestamptz,
    ADD requests_per_minute integer     CHECK (requests_per_minute >= 1),
    ADD created_by          text;
UPDATE flowgauge.api_key SET name = key_id;
ALTER TABLE flowgauge.api_key ALTER name DROP DEFAULT, ALTER role DROP DEFAULT, ADD CHECK (name <> '');
COMMENT ON COLUMN flowgauge.api_key.name IS 'what people call it; of two keys while it is rotated';
COMMENT ON COLUMN flowgauge.api_key.role IS 'recorder, viewer or monitor';
COMMENT ON COLUMN flowgauge.api_key.expires IS 'when it is no longer taken; null: never';
COMMENT ON COLUMN flowgauge.api_key.requests_per_minute IS 'that each node takes of it; null: any number';
COMMENT ON COLUMN flowgauge.api_key.created_by IS 'login of who made it; null: the service';
CREATE INDEX api_key_of_tenant ON flowgauge.api_key (tenant_id);

-- Beside the keys, so that their use makes no node read all accounts again.
CREATE TABLE flowgauge.api_key_use (
    key_id    text        PRIMARY KEY REFERENCES flowgauge.api_key ON DELETE CASCADE,
    last_used timestamptz NOT NULL
);
COMMENT ON COLUMN flowgauge.api_key_use.last_used IS 'within a minute';

CREATE TABLE flowgauge.page_session (
    session_id         text        PRIMARY KEY,
    secret_hash        text        NOT NULL,
    user_id            bigint      NOT NULL REFERENCES flowgauge.app_user ON DELETE CASCADE,
    credential_version bigint      NOT NULL,
    tenant_id          bigint      NOT NULL REFERENCES flowgauge.tenant,
    created            timestamptz NOT NULL,
    last_used          timestamptz NOT NULL,
    address            text        NOT NULL,
    agent              text        NOT NULL
);
CREATE INDEX page_session_of_user ON flowgauge.page_session (user_id);
CREATE INDEX page_session_of_tenant ON flowgauge.page_session (tenant_id);
COMMENT ON TABLE flowgauge.page_session IS 'who is signed in on the page';
COMMENT ON COLUMN flowgauge.page_session.secret_hash IS 'SHA-256 of the cookie''s secret, hexadecimal';
COMMENT ON COLUMN flowgauge.page_session.credential_version IS 'the user''s when it began';
COMMENT ON COLUMN flowgauge.page_session.tenant_id IS 'the user''s own, or the one that a SuperAdmin switched to';
COMMENT ON COLUMN flowgauge.page_session.last_used IS 'within a minute';
COMMENT ON COLUMN flowgauge.page_session.address IS 'where it was begun from';
COMMENT ON COLUMN flowgauge.page_session.agent IS 'what the browser calls itself';

-- Nodes hold sessions that they have seen: one that ends or moves to another tenant makes them look again.
CREATE TRIGGER access_change AFTER DELETE OR TRUNCATE OR UPDATE OF tenant_id ON flowgauge.page_session
    FOR EACH STATEMENT EXECUTE FUNCTION flowgauge.note_access_change();

CREATE TABLE flowgauge.audit_event (
    event_id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   bigint,
    at          timestamptz NOT NULL,
    action      text        NOT NULL,
    actor       text        NOT NULL,
    address     text        NOT NULL,
    target_id   text,
    target_name text,
    detail      text
);
CREATE INDEX audit_event_of_tenant ON flowgauge.audit_event (tenant_id, event_id);
CREATE INDEX audit_event_at ON flowgauge.audit_event (at);
COMMENT ON TABLE flowgauge.audit_event IS 'who did what; append-only, kept two years';
COMMENT ON COLUMN flowgauge.audit_event.tenant_id IS 'the tenant that it is about; null: of no tenant, such as a sign-in with a login that does not exist';
COMMENT ON COLUMN flowgauge.audit_event.actor IS 'login, or fg_ and the id of a key; empty: a stranger';
COMMENT ON COLUMN flowgauge.audit_event.address IS 'where the request came from; empty: the service itself';
COMMENT ON COLUMN flowgauge.audit_event.target_id IS 'id of the user, key, session, tenant, flow or task; null: none';
COMMENT ON COLUMN flowgauge.audit_event.target_name IS 'its name then; null: none';
COMMENT ON COLUMN flowgauge.audit_event.detail IS 'what changed, in words; null: nothing to say';
ALTER TABLE flowgauge.audit_event
    ALTER actor SET STATISTICS 0, ALTER address SET STATISTICS 0, ALTER target_id SET STATISTICS 0,
    ALTER target_name SET STATISTICS 0, ALTER detail SET STATISTICS 0;

-- No tenant's foreign key: the event of a tenant's deletion stays. Rows go by age, or with their tenant.
CREATE FUNCTION flowgauge.keep_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND (OLD.at < now() - interval '2 years' OR EXISTS (
            SELECT FROM flowgauge.tenant t WHERE t.tenant_id = OLD.tenant_id AND t.state = 'deleting')) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only; its rows are kept two years' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON flowgauge.audit_event
    FOR EACH ROW EXECUTE FUNCTION flowgauge.keep_audit_event();
CREATE TRIGGER append_only_as_a_whole BEFORE TRUNCATE ON flowgauge.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION flowgauge.keep_audit_event();

CREATE VIEW reporting.audit_events WITH (security_barrier) AS
SELECT e.tenant_id, t.name AS tenant, e.event_id, e.at, e.action, e.actor, e.address, e.target_id, e.target_name, e.detail
FROM flowgauge.audit_event e
LEFT JOIN flowgauge.tenant t ON t.tenant_id = e.tenant_id
WHERE e.tenant_id = ANY (ARRAY(SELECT tenant_id FROM flowgauge.readable_tenant));
COMMENT ON VIEW reporting.audit_events IS 'Who did what, within the last two years. What is of no tenant, such as a sign-in with a login that does not exist, is not in it';
COMMENT ON COLUMN reporting.audit_events.tenant_id IS 'id of the tenant that it is about';
COMMENT ON COLUMN reporting.audit_events.tenant IS 'its name now';
COMMENT ON COLUMN reporting.audit_events.event_id IS 'id of the event; grows from event to event';
COMMENT ON COLUMN reporting.audit_events.at IS 'when it was done, UTC';
COMMENT ON COLUMN reporting.audit_events.action IS 'what was done: sign_in, sign_in_failed, sign_out, session_ended, tenant_switched, password_changed, user_created, user_changed, user_deleted, key_created, key_rotated, key_revoked, tenant_created, tenant_changed, flow_described, task_ended';
COMMENT ON COLUMN reporting.audit_events.actor IS 'login of who did it; empty: a stranger';
COMMENT ON COLUMN reporting.audit_events.address IS 'where the request came from; empty: the service itself';
COMMENT ON COLUMN reporting.audit_events.target_id IS 'id of the user, key, session, tenant, flow or task; null: none';
COMMENT ON COLUMN reporting.audit_events.target_name IS 'its name then; null: none';
COMMENT ON COLUMN reporting.audit_events.detail IS 'what changed, in words; null: nothing to say';
