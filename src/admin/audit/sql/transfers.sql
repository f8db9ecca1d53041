-- Each transfer beside what its entries say together, and beside its two accounts; $1 to $2 are transfers. Entries whose
-- transfer isn't there stand alone.
WITH posted AS (
    SELECT transfer_id, count(*) AS entries, min(amount) AS least, max(amount) AS most,
           min(account_id) FILTER (WHERE amount < 0) AS debited, min(account_id) FILTER (WHERE amount > 0) AS credited,
           min(created_at) AS at
    FROM entries WHERE transfer_id BETWEEN $1 AND $2 GROUP BY transfer_id
), looked AS (
    SELECT t.id, p.entries, p.transfer_id, p.at < t.created_at AS too_early,
           (p.entries = 2 AND p.least = -t.amount AND p.most = t.amount
               AND p.debited = t.from_account_id AND p.credited = t.to_account_id) IS NOT TRUE AS unbalanced,
           f.currency IS DISTINCT FROM t.currency OR c.currency IS DISTINCT FROM t.currency AS misplaced,
           CASE WHEN t.id < 1 THEN 'transfers_id_positive'
                WHEN t.amount NOT BETWEEN 1 AND 4611686018427387904 THEN 'transfers_amount_range'
                WHEN t.from_account_id = t.to_account_id THEN 'transfers_accounts_differ'
                WHEN length(t.idempotency_key) NOT BETWEEN 1 AND 255 THEN 'transfers_idempotency_key_length'
                WHEN length(t.description) NOT BETWEEN 1 AND 1000 THEN 'transfers_description_length'
                WHEN NOT isfinite(t.created_at) OR t.created_at > statement_timestamp() + INTERVAL '1 minute'
                    THEN 'transfers_created_at_not_future'
           END AS broken
    FROM (SELECT * FROM transfers WHERE id BETWEEN $1 AND $2) t
    FULL JOIN posted p ON p.transfer_id = t.id
    LEFT JOIN accounts f ON f.id = t.from_account_id
    LEFT JOIN accounts c ON c.id = t.to_account_id
)
SELECT told.*
FROM (SELECT count(id) AS transfers, COALESCE(sum(entries), 0)::BIGINT AS entries,
             array_agg(format('transfer %s', id)) FILTER (WHERE id IS NOT NULL AND unbalanced) AS unbalanced,
             array_agg(format('%s entries of transfer %s', entries, transfer_id)) FILTER (WHERE id IS NULL) AS orphans,
             array_agg(format('transfer %s', id)) FILTER (WHERE too_early) AS too_early,
             array_agg(format('transfer %s', id)) FILTER (WHERE id IS NOT NULL AND misplaced) AS misplaced,
             array_agg(format('transfer %s: %s', id, broken)) FILTER (WHERE broken IS NOT NULL) AS malformed
      FROM looked) every,
     LATERAL (VALUES ('transfers-balance', transfers, unbalanced),
                     ('entries-have-transfers', entries, orphans),
                     ('entries-not-before-transfer', entries, too_early),
                     ('transfers-hold-their-currency', transfers, misplaced),
                     ('transfers-well-formed', transfers, malformed)) AS told (name, checked, subjects)
