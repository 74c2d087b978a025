INSERT INTO flowgauge.tenant (name, zone) VALUES ('default', 'UTC'), ('lager', 'Europe/Berlin');
INSERT INTO flowgauge.app_user (tenant_id, login, password_hash, roles, credential_version)
VALUES (1, 'admin', '$argon2id$1', ARRAY ['administrator'], 1), (2, 'anna', '$argon2id$2', ARRAY ['viewer', 'operator'], 4);
INSERT INTO flowgauge.api_key (key_id, tenant_id, secret_hash, name, role) VALUES ('quickstart', 1, 'cafe', 'quickstart', 'recorder');
INSERT INTO flowgauge.signing_key VALUES ('first', sha256('first'), '2026-11-22 10:00Z');
