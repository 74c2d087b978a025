-- An hour of all tasks, for exports in the order of time: the key is by task, the rows lie by time.
CREATE INDEX task_hour_starts ON flowgauge.task_hour USING brin (starts_at) WITH (pages_per_range = 16, autosummarize = on);
