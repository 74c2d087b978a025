-- everything the sample engine keeps, made when it starts and is not there

-- the source: what a shop writes
CREATE SCHEMA IF NOT EXISTS shop;
CREATE TABLE IF NOT EXISTS shop.orders (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer    text        NOT NULL,
    product     text        NOT NULL,
    quantity    integer     NOT NULL,
    price_cents bigint      NOT NULL,
    status      text        NOT NULL DEFAULT 'placed',
    placed_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- lets the stream's position go on while the shop is at rest and other databases of the server write
CREATE TABLE IF NOT EXISTS shop.heartbeat (
    id integer     PRIMARY KEY,
    at timestamptz NOT NULL
);

-- the targets
CREATE SCHEMA IF NOT EXISTS warehouse;
CREATE TABLE IF NOT EXISTS warehouse.orders (
    id           bigint      PRIMARY KEY,
    customer     text        NOT NULL,
    product      text        NOT NULL,
    quantity     integer     NOT NULL,
    price_cents  bigint      NOT NULL,
    status       text        NOT NULL,
    placed_at    timestamptz NOT NULL,
    committed_at timestamptz,
    written_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    request_id   text        NOT NULL
);
COMMENT ON TABLE warehouse.orders IS 'shop.orders as the stream captured it: one row an order that is there now';
COMMENT ON COLUMN warehouse.orders.committed_at IS 'when the shop committed it; null: came with a snapshot';
COMMENT ON COLUMN warehouse.orders.request_id IS 'the stream task that wrote it last';
CREATE TABLE IF NOT EXISTS warehouse.sales (
    order_id    bigint      PRIMARY KEY,
    placed_ms   bigint      NOT NULL,
    sold_on     date        NOT NULL,
    customer    text        NOT NULL,
    product     text        NOT NULL,
    quantity    integer     NOT NULL CHECK (quantity > 0),
    worth_cents bigint      NOT NULL CHECK (worth_cents >= 0)
);
COMMENT ON TABLE warehouse.sales IS 'what the flow loaded: one row an order, as it stood when it was extracted';

-- between extract and load
CREATE SCHEMA IF NOT EXISTS staging;
CREATE UNLOGGED TABLE IF NOT EXISTS staging.orders (
    id          bigint,
    placed_ms   bigint,
    customer    text,
    product     text,
    quantity    integer,
    price_cents bigint
);
CREATE UNLOGGED TABLE IF NOT EXISTS staging.sales (LIKE warehouse.sales);

-- what the engine knows of its own work
CREATE SCHEMA IF NOT EXISTS engine;
CREATE TABLE IF NOT EXISTS engine.moved (
    request_id text        PRIMARY KEY,
    type       text        NOT NULL,
    name       text        NOT NULL,
    records    bigint      NOT NULL DEFAULT 0 CHECK (records >= 0),
    began      timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE engine.moved IS 'what each task moved, written in the transaction of the move itself';
CREATE TABLE IF NOT EXISTS engine.watermark (
    flow      text   PRIMARY KEY,
    loaded_to bigint NOT NULL
);
COMMENT ON COLUMN engine.watermark.loaded_to IS 'the last order in warehouse.sales; moves with the rows, in one transaction';
CREATE TABLE IF NOT EXISTS engine.stream_position (
    stream   text   PRIMARY KEY,
    source   text   NOT NULL,
    position text   NOT NULL,
    lsn      pg_lsn NOT NULL
);
COMMENT ON TABLE engine.stream_position IS 'where the stream goes on; moves with the rows of warehouse.orders, in one transaction';
COMMENT ON COLUMN engine.stream_position.lsn IS 'no change up to here is asked for again; a slot that is past it has a gap';

-- what the stream listens to
DO $publish$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'flowgauge_sample') THEN
        CREATE PUBLICATION flowgauge_sample FOR TABLE shop.orders, shop.heartbeat;
    END IF;
END
$publish$;
