-- plain queries of every view [the owner sees]
SELECT * FROM reporting.tenants;
SELECT * FROM reporting.audit_events;
SELECT * FROM reporting.flows;
SELECT * FROM reporting.flow_runs;
SELECT * FROM reporting.task_runs;
SELECT * FROM reporting.running_tasks;
SELECT * FROM reporting.task_snapshots;
SELECT * FROM reporting.task_minutes;
SELECT * FROM reporting.task_hours;
SELECT * FROM reporting.flow_daily;

-- asking for another's tenant by its number and by what is known of it [the owner sees]
SELECT * FROM reporting.task_runs WHERE tenant_id = 2;
SELECT * FROM reporting.task_runs WHERE tenant_id = 2 OR tenant_id <> 2 OR tenant_id IS NULL;
SELECT * FROM reporting.flows WHERE flow = 'secret ' || 'flow of B';
SELECT * FROM reporting.task_runs WHERE code LIKE '%of ' || 'B%';

-- a cheap function in WHERE, on texts [the owner sees]
CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000000001 AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
SELECT FROM reporting.tenants WHERE pg_temp.leak(tenant);
SELECT FROM reporting.flows WHERE pg_temp.leak(flow);
SELECT FROM reporting.flow_runs WHERE pg_temp.leak(run_key) AND pg_temp.leak(error);
SELECT FROM reporting.task_runs WHERE pg_temp.leak(task) AND pg_temp.leak(code);
SELECT FROM reporting.running_tasks WHERE pg_temp.leak(task);
SELECT FROM reporting.task_snapshots WHERE pg_temp.leak(task);
SELECT FROM reporting.task_minutes WHERE pg_temp.leak(flow);
SELECT FROM reporting.task_hours WHERE pg_temp.leak(flow);
SELECT FROM reporting.flow_daily WHERE pg_temp.leak(flow);

-- a cheap function in WHERE, on numbers [the owner sees]
CREATE FUNCTION pg_temp.leak(bigint) RETURNS boolean LANGUAGE plpgsql COST 0.0000000001 AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
SELECT FROM reporting.flow_runs WHERE pg_temp.leak(records);
SELECT FROM reporting.task_runs WHERE pg_temp.leak(records);
SELECT FROM reporting.task_snapshots WHERE pg_temp.leak(records_so_far);
SELECT FROM reporting.task_minutes WHERE pg_temp.leak(records) AND starts_at > '2026-11-01Z';
SELECT FROM reporting.task_hours WHERE pg_temp.leak(records) AND task_id > 0;

-- a cheap function anywhere else [the owner sees]
CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000000001 AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
SELECT count(*) FROM reporting.flows HAVING bool_and(pg_temp.leak(flow));
SELECT FROM reporting.flows ORDER BY pg_temp.leak(flow) LIMIT 1;
SELECT FROM reporting.flows f JOIN reporting.task_runs t ON pg_temp.leak(f.flow || t.task);
SELECT FROM reporting.flows f LEFT JOIN LATERAL (SELECT pg_temp.leak(f.flow)) x ON true;
SELECT FROM reporting.tenants t WHERE EXISTS (SELECT FROM reporting.flows f WHERE pg_temp.leak(f.flow) AND f.tenant_id >= t.tenant_id);
SELECT FROM (SELECT flow, row_number() OVER () FROM reporting.flows OFFSET 0) AS numbered WHERE pg_temp.leak(flow);
SELECT CASE WHEN pg_temp.leak(f::text) THEN 1 END FROM reporting.flows f;
SELECT FROM reporting.flows WHERE pg_temp.leak(flow) OR tenant_id = ANY (ARRAY(SELECT tenant_id FROM reporting.tenants));

-- a cheap function with the planner pushed about [the owner sees]
CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000000001 PARALLEL SAFE AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
SET enable_indexscan = off;
SET enable_bitmapscan = off;
SET enable_indexonlyscan = off;
SET enable_nestloop = off;
SET enable_partition_pruning = off;
SET from_collapse_limit = 1;
SET debug_parallel_query = on;
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET row_security = off;
SELECT FROM reporting.task_runs WHERE pg_temp.leak(task);
SELECT FROM reporting.task_hours WHERE pg_temp.leak(task);
SELECT FROM reporting.task_hours WHERE pg_temp.leak(task) AND starts_at > '2026-11-01Z' AND tenant_id = 2;

-- errors that tell the value they are about [the owner sees]
SELECT FROM reporting.flows WHERE CASE WHEN flow LIKE 'secret%' THEN flow::integer > 0 ELSE true END;
SELECT FROM reporting.task_runs WHERE CASE WHEN task LIKE 'secret%' THEN task::timestamptz > now() ELSE true END;
SELECT FROM reporting.task_hours WHERE CASE WHEN task LIKE 'secret%' THEN task::uuid IS NULL ELSE true END;
SELECT FROM reporting.flow_runs WHERE CASE WHEN run_key LIKE 'secret%' THEN jsonb_path_exists('1', run_key::jsonpath) ELSE true END;

-- a function that is said to be leakproof
CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql LEAKPROOF COST 0.0000000001 AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
SELECT FROM reporting.flows WHERE pg_temp.leak(flow);

-- an operator that the planner tries on its statistics
CREATE FUNCTION pg_temp.leak(text, text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE COST 0.0000000001 AS $$ BEGIN RAISE NOTICE 'saw % and %', $1, $2; RETURN true; END $$;
CREATE FUNCTION pg_temp.leak(bigint, bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE COST 0.0000000001 AS $$ BEGIN RAISE NOTICE 'saw % and %', $1, $2; RETURN true; END $$;
CREATE OPERATOR pg_temp.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.leak, RESTRICT = eqsel, JOIN = eqjoinsel);
CREATE OPERATOR pg_temp.<<< (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.leak, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR pg_temp.=== (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.leak, RESTRICT = eqsel, JOIN = eqjoinsel);
CREATE OPERATOR pg_temp.<<< (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.leak, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
EXPLAIN SELECT FROM reporting.flows WHERE flow OPERATOR(pg_temp.===) 'x';
EXPLAIN SELECT FROM reporting.task_runs WHERE task OPERATOR(pg_temp.<<<) 'x';
EXPLAIN SELECT FROM reporting.task_runs WHERE records OPERATOR(pg_temp.===) 5;
EXPLAIN SELECT FROM reporting.task_runs WHERE records OPERATOR(pg_temp.<<<) 5;
EXPLAIN SELECT FROM reporting.task_hours WHERE records OPERATOR(pg_temp.<<<) 5;
EXPLAIN SELECT FROM reporting.task_snapshots WHERE records_so_far OPERATOR(pg_temp.===) 5;
EXPLAIN SELECT FROM reporting.task_runs a JOIN reporting.task_runs b ON a.records OPERATOR(pg_temp.===) b.records;
EXPLAIN SELECT FROM reporting.task_runs a JOIN reporting.task_runs b ON a.task OPERATOR(pg_temp.===) b.task;

-- plans
EXPLAIN (ANALYZE, VERBOSE, BUFFERS, SETTINGS) SELECT * FROM reporting.task_runs WHERE task > 'open' OR records > 0;
EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) SELECT * FROM reporting.task_hours WHERE records >= 0 AND starts_at > '2026-11-01Z';
EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM reporting.flow_daily;
EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM reporting.flows f JOIN reporting.task_runs t USING (tenant_id, flow_id) WHERE flow_id = 2;
EXPLAIN (VERBOSE, GENERIC_PLAN) SELECT * FROM reporting.task_runs WHERE tenant_id = $1;
EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM flowgauge.flow;

-- the planner's statistics
SELECT * FROM pg_stats WHERE schemaname IN ('flowgauge', 'reporting');
SELECT * FROM pg_statistic;
SELECT * FROM pg_statistic_ext_data;
SELECT * FROM pg_stats_ext;
SELECT * FROM pg_stats_ext_exprs;
CREATE STATISTICS pg_temp.own ON tenant_id, name FROM flowgauge.flow;
ANALYZE VERBOSE flowgauge.flow;

-- the tables [the owner sees]
SELECT * FROM flowgauge.tenant;
SELECT * FROM flowgauge.flow;
SELECT * FROM flowgauge.flow_run;
SELECT * FROM flowgauge.task_run;
SELECT * FROM flowgauge.task_label;
SELECT * FROM flowgauge.task_snapshot;
SELECT * FROM flowgauge.task_minute;
SELECT * FROM flowgauge.task_hour;
SELECT * FROM flowgauge.task_now;
SELECT * FROM flowgauge.readable_tenant;
SELECT * FROM flowgauge.app_user;
SELECT * FROM flowgauge.api_key;
SELECT * FROM flowgauge.page_session;
SELECT * FROM flowgauge.audit_event;
SELECT * FROM flowgauge.signing_key;

-- partitions, by name [the owner sees]
SELECT * FROM flowgauge.task_snapshot_20261123;
SELECT * FROM ONLY flowgauge.task_minute_20261123;
TABLE flowgauge.task_hour_20261101;

-- the mapping
SELECT * FROM reporting.reader_tenant;
INSERT INTO reporting.reader_tenant VALUES (session_user, 2);
UPDATE reporting.reader_tenant SET tenant_id = 2;
DELETE FROM reporting.reader_tenant;
TRUNCATE reporting.reader_tenant;
COPY reporting.reader_tenant FROM STDIN;
MERGE INTO reporting.reader_tenant r USING (SELECT 2 AS t) s ON r.tenant_id = s.t WHEN NOT MATCHED THEN INSERT VALUES (session_user, 2);
INSERT INTO reporting.tenants VALUES (3, 'mine', 'Z');
UPDATE reporting.tenants SET tenant_id = 2;
SELECT * FROM reporting.tenants FOR UPDATE;
SELECT * FROM reporting.tenants;

-- another role [the owner sees]
SET ROLE {service};
SELECT * FROM reporting.flows;
RESET ROLE;
SET SESSION AUTHORIZATION {service};
SELECT * FROM reporting.flows;
SET SESSION AUTHORIZATION {other};
SELECT * FROM reporting.flows;
SET ROLE {other};
SELECT * FROM reporting.flows;
SET ROLE flowgauge_reader;
SELECT * FROM reporting.flows;
SELECT * FROM flowgauge.flow;
SELECT set_config('role', '{service}', false), set_config('session_authorization', '{service}', false);
SET ROLE NONE;
SELECT * FROM reporting.flows;

-- more rights
GRANT {service} TO current_user;
GRANT {other} TO current_user;
GRANT SELECT ON ALL TABLES IN SCHEMA flowgauge TO current_user;
GRANT SELECT ON reporting.reader_tenant TO flowgauge_reader;
GRANT USAGE ON SCHEMA flowgauge TO flowgauge_reader;
ALTER ROLE flowgauge_reader SUPERUSER;
ALTER SCHEMA reporting OWNER TO flowgauge_reader;
ALTER VIEW reporting.flows SET (security_barrier = false);
ALTER VIEW reporting.flows OWNER TO flowgauge_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE {service} GRANT SELECT ON TABLES TO PUBLIC;
CREATE OR REPLACE VIEW reporting.flows AS SELECT * FROM flowgauge.flow;
CREATE VIEW reporting.mine AS SELECT * FROM flowgauge.flow;
CREATE FUNCTION reporting.mine() RETURNS SETOF flowgauge.flow LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM flowgauge.flow';
CREATE POLICY mine ON flowgauge.flow USING (true);
CREATE RULE mine AS ON INSERT TO reporting.tenants DO ALSO SELECT 1;
CREATE TRIGGER mine INSTEAD OF INSERT ON reporting.tenants FOR EACH ROW EXECUTE FUNCTION flowgauge.note_access_change();
SELECT * FROM reporting.flows;

-- names that the views might be taken in by
CREATE TEMPORARY TABLE reader_tenant (reader name, tenant_id bigint);
INSERT INTO pg_temp.reader_tenant VALUES (session_user, 2);
CREATE TEMPORARY TABLE tenant (tenant_id bigint, name text, zone text);
INSERT INTO pg_temp.tenant VALUES (2, 'x', 'Z');
CREATE TEMPORARY VIEW readable_tenant AS SELECT 2::bigint AS tenant_id;
CREATE FUNCTION pg_temp.pg_has_role(name, oid, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION pg_temp.state_word("char") RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN ''; END $$;
CREATE FUNCTION pg_temp.same(name, name) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR pg_temp.= (LEFTARG = name, RIGHTARG = name, FUNCTION = pg_temp.same);
CREATE FUNCTION pg_temp.same(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR pg_temp.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pg_temp.same);
SET search_path = pg_temp, reporting, flowgauge, pg_catalog;
SELECT * FROM reporting.flows;
SELECT * FROM reporting.task_hours;
SELECT * FROM reporting.flow_daily;

-- types that look at their values [the owner sees]
CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
CREATE DOMAIN pg_temp.seen AS text CHECK (pg_temp.leak(VALUE));
SELECT flow::pg_temp.seen FROM reporting.flows;
SELECT FROM reporting.flows WHERE flow::pg_temp.seen <> '';
CREATE FUNCTION pg_temp.leak_more(text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'saw %', $2; RETURN $1; END $$;
CREATE AGGREGATE pg_temp.seen(text) (SFUNC = pg_temp.leak_more, STYPE = text);
SELECT pg_temp.seen(flow) FROM reporting.flows;

-- copies, cursors, prepared statements [the owner sees]
COPY (SELECT * FROM reporting.flows) TO STDOUT;
COPY flowgauge.flow TO STDOUT;
COPY flowgauge.flow TO '/tmp/flowgauge-flow';
COPY flowgauge.flow TO PROGRAM 'cat >&2';
BEGIN;
DECLARE mine SCROLL CURSOR WITH HOLD FOR SELECT * FROM reporting.flows;
FETCH ALL FROM mine;
COMMIT;
MOVE BACKWARD ALL FROM mine;
FETCH ALL FROM mine;
PREPARE mine (bigint) AS SELECT * FROM reporting.flows WHERE tenant_id = $1;
EXECUTE mine (1);
EXECUTE mine (2);
SET plan_cache_mode = force_generic_plan;
EXECUTE mine (2);
CREATE TEMPORARY TABLE mine AS SELECT * FROM reporting.flows;
TABLE pg_temp.mine;
CREATE TEMPORARY TABLE of_theirs () INHERITS (flowgauge.flow);
CREATE TEMPORARY TABLE like_theirs (LIKE flowgauge.flow INCLUDING ALL);
CREATE TEMPORARY TABLE with_theirs (tenant_id bigint REFERENCES flowgauge.tenant);

-- functions that run a query for one [the owner sees]
SELECT query_to_xml('SELECT * FROM flowgauge.flow', true, false, '');
SELECT query_to_xml('SELECT * FROM reporting.flows', true, false, '');
SELECT table_to_xml('reporting.reader_tenant', true, false, '');
SELECT schema_to_xml('flowgauge', true, false, '');
SELECT schema_to_xml('reporting', true, false, '');
SELECT database_to_xml(true, false, '');
SELECT * FROM ts_stat('SELECT to_tsvector(name) FROM flowgauge.flow');
SELECT * FROM ts_rewrite('a'::tsquery, 'SELECT name::tsquery, name::tsquery FROM flowgauge.flow');
DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT * FROM flowgauge.flow' LOOP RAISE NOTICE '%', r; END LOOP; END $$;

-- catalogues
SELECT relname, reltuples, relacl, pg_get_expr(relpartbound, oid) FROM pg_class WHERE relnamespace::regnamespace::text IN ('flowgauge', 'reporting');
SELECT attrelid::regclass, attname, attmissingval, attacl FROM pg_attribute WHERE attnum > 0;
SELECT pg_get_constraintdef(oid) FROM pg_constraint;
SELECT pg_get_viewdef(oid) FROM pg_class WHERE relkind = 'v' AND relnamespace::regnamespace::text IN ('flowgauge', 'reporting');
SELECT proname, prosrc FROM pg_proc WHERE pronamespace::regnamespace::text IN ('flowgauge', 'reporting');
SELECT * FROM pg_description WHERE description LIKE '%' || 'secret%';
SELECT * FROM pg_sequences;
SELECT last_value FROM flowgauge.flow_flow_id_seq;
SELECT * FROM pg_get_sequence_data('flowgauge.flow_flow_id_seq'::regclass);
SELECT * FROM information_schema.tables;
SELECT * FROM information_schema.columns;
SELECT * FROM information_schema.view_table_usage;
SELECT * FROM information_schema.table_privileges;
SELECT rolname, rolpassword FROM pg_authid;
SELECT * FROM pg_shadow;
SELECT * FROM pg_roles;
SELECT * FROM pg_db_role_setting;
SELECT * FROM pg_subscription;
SELECT * FROM pg_foreign_server;
SELECT * FROM pg_user_mappings;

-- what others do
SELECT * FROM pg_stat_activity;
SELECT * FROM pg_stat_get_activity(NULL);
SELECT pg_stat_get_backend_activity(b) FROM pg_stat_get_backend_idset() b;
SELECT * FROM pg_locks;
SELECT * FROM pg_prepared_xacts;
SELECT * FROM pg_prepared_statements;
SELECT * FROM pg_cursors;
SELECT * FROM pg_stat_user_tables;
SELECT * FROM pg_stat_statements;
SELECT pg_cancel_backend(pid), pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{service}';
SELECT pg_log_backend_memory_contexts(pid) FROM pg_stat_activity WHERE usename = '{service}';

-- the write-ahead log, files, large objects, other servers
SELECT pg_create_logical_replication_slot('mine', 'test_decoding');
SELECT * FROM pg_logical_slot_peek_changes('mine', NULL, NULL);
SELECT * FROM pg_replication_slots;
CREATE PUBLICATION mine FOR ALL TABLES;
CREATE SUBSCRIPTION mine CONNECTION 'dbname=postgres' PUBLICATION mine WITH (connect = false);
SELECT pg_read_file('PG_VERSION');
SELECT pg_read_file(pg_relation_filepath(oid)) FROM pg_class WHERE relname = 'flow';
SELECT pg_ls_dir('.');
SELECT pg_stat_file('PG_VERSION');
SELECT lo_import('/etc/passwd');
SELECT lo_get(oid) FROM pg_largeobject_metadata;
SELECT * FROM pg_largeobject;
CREATE EXTENSION dblink;
CREATE EXTENSION pageinspect;
CREATE EXTENSION postgres_fdw;
CREATE LANGUAGE plpython3u;
LOAD 'auto_explain';
SET log_min_messages = debug5;
SET session_replication_role = replica;
SET client_min_messages = debug5;
SELECT * FROM reporting.flows;

-- functions of the service
SELECT reporting.latency_merge('\x0101');
SELECT reporting.latency_percentile('\x00', 0.5);
SELECT reporting.latency_percentile(repeat('ff', 100)::bytea, 0.5);
SELECT flowgauge.rounded_quotient(1, 1);
SELECT flowgauge.day_in(now(), 'Z');
SELECT flowgauge.add_latency_buckets(NULL, '\x0101');
SELECT flowgauge.note_access_change();
SELECT 'flowgauge.flow'::regclass::oid::regclass;
SELECT has_table_privilege('flowgauge.flow', 'SELECT');
SELECT row_to_json(f) FROM reporting.flows f;
SELECT xmin, ctid, tableoid FROM reporting.flows;
