-- Each account beside what its entries say in the order of their versions; $1 to $2 are accounts. The history of an
-- account that isn't there stands alone.
WITH histories AS MATERIALIZED (
    SELECT account_id, count(*) AS entries, sum(amount) AS balance, max(created_at) AS posted_at, min(id) AS first,
           array_agg(id) FILTER (WHERE account_version <> version_before + 1) AS gaps,
           array_agg(id) FILTER (WHERE balance_after <> balance_before + amount) AS jumps,
           array_agg(id) FILTER (WHERE created_at < posted_before) AS backwards
    FROM (SELECT id, account_id, account_version, amount, balance_after, created_at,
                 lag(account_version, 1, 0::BIGINT) OVER w AS version_before,
                 lag(balance_after, 1, 0::BIGINT) OVER w AS balance_before,
                 lag(created_at) OVER w AS posted_before
          FROM entries WHERE account_id BETWEEN $1 AND $2
          WINDOW w AS (PARTITION BY account_id ORDER BY account_version)) entries
    GROUP BY account_id
), entries_told AS (
    SELECT COALESCE(sum(entries), 0)::BIGINT AS entries FROM histories
)
SELECT 'histories-gapless' AS name, entries AS checked,
       ARRAY(SELECT format('account %s, entry %s', account_id, id) FROM histories, unnest(gaps) AS id) AS subjects
FROM entries_told
UNION ALL
SELECT 'running-balances', entries,
       ARRAY(SELECT format('account %s, entry %s', account_id, id) FROM histories, unnest(jumps) AS id)
FROM entries_told
UNION ALL
SELECT 'histories-in-time-order', entries,
       ARRAY(SELECT format('account %s, entry %s', account_id, id) FROM histories, unnest(backwards) AS id)
FROM entries_told
UNION ALL
SELECT told.*
FROM (SELECT COALESCE(sum(h.entries), 0)::BIGINT AS entries, count(a.id) AS accounts,
             array_agg(format('account %s, entry %s', h.account_id, h.first)) FILTER (WHERE a.id IS NULL) AS homeless,
             array_agg(format('account %s', a.id)) FILTER (WHERE a.id IS NOT NULL AND (
                 a.balance <> COALESCE(h.balance, 0) OR a.version <> COALESCE(h.entries, 0)
                 OR a.last_posted_at IS DISTINCT FROM h.posted_at)) AS off
      FROM (SELECT id, balance, version, last_posted_at FROM accounts WHERE id BETWEEN $1 AND $2) a
      FULL JOIN histories h ON h.account_id = a.id) every,
     LATERAL (VALUES ('entries-have-accounts', entries, homeless),
                     ('balances-match-entries', accounts, off)) AS told (name, checked, subjects)
