INSERT INTO orders (user_id, order_number, currency) SELECT id, 'POSTED', 'EUR' FROM users WHERE username = 'carl';
INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price)
SELECT o.id, p.id, 'EUR', 3, p.price FROM orders o, products p WHERE o.order_number = 'POSTED' AND p.currency = 'EUR';
DELETE FROM order_items i USING orders o, products p
WHERE i.order_id = o.id AND i.product_id = p.id AND o.order_number = 'POSTED' AND p.sku = 'SAMPLE';
