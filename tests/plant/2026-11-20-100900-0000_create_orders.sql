INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key)
SELECT c.id, h.id, 'EUR', 1300, key FROM accounts c, accounts h, unnest(ARRAY['paid', 'refunded']) AS key
WHERE c.owner = 'carl' AND h.owner = 'house' AND h.currency = 'EUR';
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key, reverses_id)
SELECT to_account_id, from_account_id, currency, amount, 'refund', id FROM transfers WHERE idempotency_key = 'refunded';
INSERT INTO orders (user_id, status, currency, total_amount, payment_transfer_id, refund_transfer_id)
SELECT u.id, o.status, 'EUR', o.total, paid.id, refund.id
FROM users u
CROSS JOIN (VALUES ('pending', 6.50, NULL, NULL), ('cancelled', 6.50, NULL, NULL), ('delivered', 0, NULL, NULL),
                   ('confirmed', 13, 'paid', NULL), ('cancelled', 13, 'refunded', 'refund')) AS o (status, total, paid, refund)
LEFT JOIN transfers paid ON paid.idempotency_key = o.paid
LEFT JOIN transfers refund ON refund.idempotency_key = o.refund
WHERE u.username = 'carl';
