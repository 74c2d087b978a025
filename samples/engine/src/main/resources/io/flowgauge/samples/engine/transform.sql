-- orders as they were placed become sales with what they are worth
INSERT INTO staging.sales (order_id, placed_ms, sold_on, customer, product, quantity, worth_cents)
SELECT id, placed_ms, (to_timestamp(placed_ms / 1000.0) AT TIME ZONE 'UTC')::date,
       initcap(customer), lower(product), quantity, quantity * price_cents
  FROM staging.orders;

-- and the run stops at the first order that cannot be one
DO $check$
DECLARE
    wrong staging.orders%ROWTYPE;
    unlike bigint;
BEGIN
    SELECT * INTO wrong FROM staging.orders WHERE quantity < 1 OR price_cents < 0 ORDER BY id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'order % has quantity % at % cents; quantity must be 1 or more and the price 0 or more: correct it in shop.orders',
            wrong.id, wrong.quantity, wrong.price_cents;
    END IF;
    SELECT (SELECT count(*) FROM staging.orders) - (SELECT count(DISTINCT order_id) FROM staging.sales) INTO unlike;
    IF unlike <> 0 THEN
        RAISE EXCEPTION '% orders became no sale of their own', unlike;
    END IF;
END
$check$;
