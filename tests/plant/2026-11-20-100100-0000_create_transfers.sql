INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key, description, created_at)
SELECT h.id, a.id, 'EUR', 10000, 'opening', 'Carried over', '2026-01-05'
FROM accounts h, accounts a WHERE h.owner = 'house' AND a.owner = 'Anna@home';
