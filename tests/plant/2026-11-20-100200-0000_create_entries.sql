INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after, created_at)
SELECT id, from_account_id, -amount, 1, -amount, created_at FROM transfers
UNION ALL SELECT id, to_account_id, amount, 1, amount, created_at FROM transfers;
