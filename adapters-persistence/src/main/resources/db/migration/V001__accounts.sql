-- Who may: tenants, their users and keys, and the keys that sign tokens.
CREATE TABLE flowgauge.tenant (
    tenant_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text NOT NULL UNIQUE CHECK (name <> ''),
    zone      text NOT NULL
);
COMMENT ON COLUMN flowgauge.tenant.zone IS 'time zone (IANA) in which the tenant''s days begin and end';

CREATE TABLE flowgauge.app_user (
    user_id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id          bigint NOT NULL REFERENCES flowgauge.tenant,
    login              text   NOT NULL UNIQUE CHECK (login <> ''),
    password_hash      text   NOT NULL,
    roles              text[] NOT NULL
        CHECK (roles <@ ARRAY ['viewer', 'operator', 'editor', 'administrator', 'super_admin']),
    credential_version bigint NOT NULL
);
COMMENT ON COLUMN flowgauge.app_user.password_hash IS 'Argon2id, encoded with its parameters';
COMMENT ON COLUMN flowgauge.app_user.credential_version IS 'grows when password or roles change; tokens of an older one are void';

CREATE TABLE flowgauge.api_key (
    key_id      text   PRIMARY KEY,
    tenant_id   bigint NOT NULL REFERENCES flowgauge.tenant,
    secret_hash text   NOT NULL
);
COMMENT ON COLUMN flowgauge.api_key.secret_hash IS 'SHA-256 of the secret, hexadecimal';

CREATE TABLE flowgauge.signing_key (
    key_id  text        PRIMARY KEY,
    secret  bytea       NOT NULL CHECK (length(secret) >= 32),
    created timestamptz NOT NULL
);

CREATE TABLE flowgauge.access_change (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version  bigint  NOT NULL
);
INSERT INTO flowgauge.access_change (version) VALUES (1);
COMMENT ON TABLE flowgauge.access_change IS 'another version after each change of accounts; services follow it each second';

CREATE FUNCTION flowgauge.note_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE flowgauge.access_change SET version = version + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER access_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON flowgauge.tenant
    FOR EACH STATEMENT EXECUTE FUNCTION flowgauge.note_access_change();
CREATE TRIGGER access_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON flowgauge.app_user
    FOR EACH STATEMENT EXECUTE FUNCTION flowgauge.note_access_change();
CREATE TRIGGER access_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON flowgauge.api_key
    FOR EACH STATEMENT EXECUTE FUNCTION flowgauge.note_access_change();
CREATE TRIGGER access_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON flowgauge.signing_key
    FOR EACH STATEMENT EXECUTE FUNCTION flowgauge.note_access_change();
COMMENT ON COLUMN flowgauge.tenant.tenant_id IS 'the tenant';
COMMENT ON COLUMN flowgauge.tenant.name IS 'unique';
