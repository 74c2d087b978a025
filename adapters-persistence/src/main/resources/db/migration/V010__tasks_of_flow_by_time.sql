-- Which tasks of a flow can have rows of a span of time, for exports: a task has none once it was last heard of.
CREATE INDEX task_run_of_flow ON flowgauge.task_run (tenant_id, flow_id, heard) INCLUDE (begun, task_id);
