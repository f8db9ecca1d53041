INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price)
SELECT o.id, p.id, o.currency, GREATEST(o.total_amount / 6.50, 1), p.price
FROM orders o JOIN products p ON p.sku = CASE WHEN o.total_amount = 0 THEN 'SAMPLE' ELSE 'TEA' END;
