INSERT INTO flowgauge.api_key_use VALUES ('quickstart', '2026-11-22 11:00Z');
INSERT INTO flowgauge.page_session VALUES ('first', 'cafe', 2, 4, 2, '2026-11-22 10:00Z', '2026-11-22 11:00Z', '192.0.2.7', 'Lynx');
INSERT INTO flowgauge.audit_event (tenant_id, at, action, actor, address, target_id, target_name, detail)
VALUES (2, '2026-11-22 10:00Z', 'user_created', 'admin', '192.0.2.7', '2', 'anna', 'viewer, operator'),
       (NULL, '2026-11-22 10:00Z', 'sign_in_failed', 'nobody', '192.0.2.8', NULL, NULL, NULL);
