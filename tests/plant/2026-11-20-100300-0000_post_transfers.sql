INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key)
SELECT a.id, b.id, 'EUR', 2500, 'lunch' FROM accounts a, accounts b
WHERE a.owner = 'Anna@home' AND b.owner = 'ben' AND b.currency = 'EUR';
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id)
SELECT to_account_id, from_account_id, currency, 500, id FROM transfers WHERE idempotency_key = 'lunch';
