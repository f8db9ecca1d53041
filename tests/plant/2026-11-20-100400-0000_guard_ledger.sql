INSERT INTO transfers (from_account_id, to_account_id, currency, amount)
SELECT a.id, b.id, 'EUR', cents FROM accounts a, accounts b, generate_series(1, 3) AS cents
WHERE a.owner = 'ben' AND a.currency = 'EUR' AND b.owner = 'Anna@home';
INSERT INTO accounts (owner, currency, overdraft_limit) VALUES ('house', 'JPY', NULL);
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key)
SELECT b.id, h.id, 'EUR', 100, 'sold' FROM accounts b, accounts h
WHERE b.owner = 'ben' AND h.owner = 'house' AND b.currency = 'EUR' AND h.currency = 'EUR';
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id)
SELECT h.id, b.id, 'JPY', 160, t.id FROM accounts b, accounts h, transfers t
WHERE b.owner = 'ben' AND h.owner = 'house' AND b.currency = 'JPY' AND h.currency = 'JPY' AND t.idempotency_key = 'sold';
