INSERT INTO flowgauge.history_gap VALUES ('2026-11-21 10:00Z', '2026-11-21 10:05Z', 'service down');
