INSERT INTO flowgauge.flow (tenant_id, name) VALUES (1, 'orders'), (2, 'stock');
INSERT INTO flowgauge.flow_run (tenant_id, flow_id, run_key, message_id, state, started, ended, records)
VALUES (1, 1, 'monday', '00000000-0000-4000-8000-000000000001', 'running', '2026-11-20 10:00Z', NULL, 10),
       (2, 2, 'monday', '00000000-0000-4000-8000-000000000002', 'completed', '2026-11-22 23:00Z', '2026-11-22 23:59:55Z', 70);
INSERT INTO flowgauge.task_run (tenant_id, flow_id, audit_id, described_by, sequence, started, started_told_ms, ended, heard, records, records_expected,
                                request_id, name, type, state, owner)
VALUES (1, 1, 1, 1, 1, '2026-11-22 23:59:30Z', 1795391970000, NULL, '2026-11-22 23:59:31Z', 0, 900, 'runs', 'copy', 'load', 'running', 'anna'),
       (1, 1, 1, 1, 1, '2026-11-20 10:00Z', 1795168800000, NULL, '2026-11-20 10:00Z', 3, NULL, 'runs for days', 'follow', 'stream', 'running', NULL),
       (1, 1, 1, 1, 5, '2026-11-22 23:50Z', 1795391400000, '2026-11-22 23:59:55Z', '2026-11-22 23:59:55Z', 44, NULL, 'is lost', 'mark', 'hwm', 'lost', NULL),
       (2, 2, 2, 1, 9, '2026-11-22 23:00Z', 1795388400000, '2026-11-22 23:59:55Z', '2026-11-22 23:59:55Z', 70, NULL, 'ended', 'extract', 'extract', 'completed', NULL);
INSERT INTO flowgauge.task_label VALUES (1, 1, 'region', 'eu');
