CREATE TABLE flowgauge.task_minute_20261116 (LIKE flowgauge.task_minute INCLUDING ALL);
ALTER TABLE flowgauge.task_minute ATTACH PARTITION flowgauge.task_minute_20261116 FOR VALUES FROM ('2026-11-16 00:00:00Z') TO ('2026-11-23 00:00:00Z');
CREATE TABLE flowgauge.task_hour_20261101 (LIKE flowgauge.task_hour INCLUDING ALL);
ALTER TABLE flowgauge.task_hour ATTACH PARTITION flowgauge.task_hour_20261101 FOR VALUES FROM ('2026-11-01 00:00:00Z') TO ('2026-12-01 00:00:00Z');
INSERT INTO flowgauge.task_minute (tenant_id, task_id, starts_at, records, records_so_far, latency_count, latency_sum_ms, checks, latency_min_ms, state, latency_buckets)
VALUES (1, 1, '2026-11-22 23:59Z', 30, 30, 9, 100, 3, 5, 'r', '\x0509'), (2, 4, '2026-11-22 23:59Z', 70, 70, NULL, NULL, 2, NULL, 'c', NULL);
INSERT INTO flowgauge.task_hour (tenant_id, task_id, starts_at, records, records_so_far, latency_count, latency_sum_ms, checks, latency_min_ms, state, latency_buckets)
VALUES (1, 1, '2026-11-22 23:00Z', 30, 30, 9, 100, 3, 5, 'r', '\x0509'), (2, 4, '2026-11-22 23:00Z', 70, 70, NULL, NULL, 2, NULL, 'c', NULL);
UPDATE flowgauge.rollup SET closed_until = '2026-11-23 00:00Z', minutes_until = '2026-11-23 00:00Z', hours_until = '2026-11-23 00:00Z';
INSERT INTO flowgauge.dirty_minute VALUES ('2026-11-22 23:59Z');
