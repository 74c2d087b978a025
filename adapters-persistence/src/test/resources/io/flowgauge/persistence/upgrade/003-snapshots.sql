CREATE TABLE flowgauge.task_snapshot_20261122 (LIKE flowgauge.task_snapshot INCLUDING ALL);
CREATE TABLE flowgauge.task_snapshot_20261123 (LIKE flowgauge.task_snapshot INCLUDING ALL);
CREATE TABLE flowgauge.task_snapshot_20261124 (LIKE flowgauge.task_snapshot INCLUDING ALL);
ALTER TABLE flowgauge.task_snapshot ATTACH PARTITION flowgauge.task_snapshot_20261122 FOR VALUES FROM ('2026-11-22 00:00:00Z') TO ('2026-11-23 00:00:00Z');
ALTER TABLE flowgauge.task_snapshot ATTACH PARTITION flowgauge.task_snapshot_20261123 FOR VALUES FROM ('2026-11-23 00:00:00Z') TO ('2026-11-24 00:00:00Z');
ALTER TABLE flowgauge.task_snapshot ATTACH PARTITION flowgauge.task_snapshot_20261124 FOR VALUES FROM ('2026-11-24 00:00:00Z') TO ('2026-11-25 00:00:00Z');
INSERT INTO flowgauge.task_snapshot (tenant_id, task_id, checked_at, sequence, interval_records, records, latency_count, latency_sum_ms,
                                     latency_min_ms, latency_max_ms, latency_last_ms, interval_latency_ms, state)
VALUES (1, 1, '2026-11-22 23:59:40Z', 2, 10, 10, 4, 40, 5, 20, 9, 10, 'running'),
       (1, 1, '2026-11-22 23:59:50Z', 3, 20, 30, 9, 100, 5, 20, 9, 12, 'running'),
       (1, 1, '2026-11-23 00:00:00Z', 3, 0, 30, 9, 100, 5, 20, 9, NULL, 'running'),
       (1, 1, '2026-11-23 00:00:10Z', 5, -5, 25, 7, 80, 5, 20, 9, NULL, 'running'),
       (1, 1, '2026-11-23 00:00:20Z', 6, 35, 60, 3000000007, 3000000080, 1, 20, 9, 1, 'running'),
       (1, 2, '2026-11-22 00:00:00Z', 7, 20, 500, 100, 900, 5, 20, 9, 7, 'running'),
       (1, 3, '2026-11-22 23:59:50Z', 4, 40, 40, NULL, NULL, NULL, NULL, NULL, NULL, 'running'),
       (2, 4, '2026-11-22 23:59:50Z', 8, 60, 60, NULL, NULL, NULL, NULL, NULL, NULL, 'running'),
       (2, 4, '2026-11-22 23:59:55Z', 9, 10, 70, 1, 3, 3, 3, 3, 3, 'completed'),
       (2, 98, '2026-11-22 23:59:55Z', 9, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, 'failed'),
       (2, 99, '2026-11-22 23:59:55Z', 9, 2, 2, NULL, NULL, NULL, NULL, NULL, NULL, 'cancelled');
