INSERT INTO orders (user_id, order_number, currency) SELECT id, 'GUARDED', 'EUR' FROM users WHERE username = 'carl';
INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price)
SELECT o.id, p.id, 'EUR', 2, p.price FROM orders o, products p WHERE o.order_number = 'GUARDED' AND p.sku = 'TEA';
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key)
SELECT c.id, h.id, 'EUR', 1300, 'guarded' FROM accounts c, accounts h WHERE c.owner = 'carl' AND h.owner = 'house' AND h.currency = 'EUR';
UPDATE orders o SET status = 'confirmed', payment_transfer_id = t.id FROM transfers t
WHERE o.order_number = 'GUARDED' AND t.idempotency_key = 'guarded';
UPDATE orders SET status = 'shipped' WHERE order_number = 'GUARDED';
UPDATE orders SET status = 'delivered' WHERE order_number = 'GUARDED';
