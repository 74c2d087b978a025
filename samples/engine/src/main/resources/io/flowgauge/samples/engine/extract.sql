COPY (
    SELECT id, (extract(epoch FROM placed_at) * 1000)::bigint, customer, product, quantity, price_cents
      FROM shop.orders
     WHERE id > :after AND id <= :upTo
     ORDER BY id
     LIMIT 100
) TO STDOUT
