COPY warehouse.sales (order_id, placed_ms, sold_on, customer, product, quantity, worth_cents) FROM STDIN
