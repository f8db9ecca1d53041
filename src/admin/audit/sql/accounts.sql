-- Every account with its owner, and the accounts of each owner and of each currency together.
WITH looked AS (
    SELECT a.id, a.owner, a.currency, a.balance, u.username IS NULL AS ownerless,
           a.balance < -a.overdraft_limit AS overdrawn,
           a.closed_at IS NOT NULL AND a.balance <> 0 AS closed_with_money,
           CASE WHEN btrim(a.owner) = '' THEN 'accounts_owner_not_blank'
                WHEN a.currency !~ '^[A-Z]{3}$' THEN 'accounts_currency_shape'
                WHEN a.balance NOT BETWEEN -4611686018427387904 AND 4611686018427387904 THEN 'accounts_balance_range'
                WHEN a.overdraft_limit NOT BETWEEN 0 AND 4611686018427387904 THEN 'accounts_overdraft_limit_range'
                WHEN a.overdraft_limit IS NULL AND a.owner <> 'house' THEN 'accounts_unlimited_only_for_house'
           END AS broken
    FROM accounts a LEFT JOIN (SELECT DISTINCT username FROM users) u ON u.username = a.owner
)
SELECT told.*
FROM (SELECT count(*) AS accounts,
             array_agg(format('account %s: %s', id, broken)) FILTER (WHERE broken IS NOT NULL) AS malformed,
             array_agg(format('account %s', id)) FILTER (WHERE ownerless) AS ownerless,
             array_agg(format('account %s', id)) FILTER (WHERE overdrawn) AS overdrawn,
             array_agg(format('account %s', id)) FILTER (WHERE closed_with_money) AS closed_with_money
      FROM looked) every,
     LATERAL (VALUES ('accounts-well-formed', accounts, malformed),
                     ('account-owners-exist', accounts, ownerless),
                     ('overdrafts-within-limit', accounts, overdrawn),
                     ('closed-accounts-empty', accounts, closed_with_money)) AS told (name, checked, subjects)
UNION ALL
SELECT 'one-account-per-currency', count(*),
       array_agg(format('%s holds %s in %s accounts: %s to %s', owner, currency, held, first, last)) FILTER (WHERE held > 1)
FROM (SELECT owner, currency, count(*) AS held, min(id) AS first, max(id) AS last FROM looked GROUP BY owner, currency) holdings
UNION ALL
SELECT 'currencies-sum-to-zero', count(*),
       array_agg(format('%s is off by %s minor units', currency, total)) FILTER (WHERE total <> 0)
FROM (SELECT currency, sum(balance) AS total FROM looked GROUP BY currency) currencies
