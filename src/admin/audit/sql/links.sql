-- Transfers that refer to another one, beside that other one.
WITH reversals AS (
    SELECT r.id, r.amount, r.reverses_id, o.amount AS original,
           o.id IS NULL OR o.reverses_id IS NOT NULL
               OR r.from_account_id <> o.to_account_id OR r.to_account_id <> o.from_account_id AS unlike
    FROM transfers r LEFT JOIN transfers o ON o.id = r.reverses_id
    WHERE r.reverses_id IS NOT NULL
), exchanges AS (
    SELECT bought.id, bought.exchanges_id,
           sold.id IS NULL OR sold.currency = bought.currency
               OR seller.owner IS DISTINCT FROM 'house' OR buyer.owner IS DISTINCT FROM 'house'
               OR bought.reverses_id IS NOT NULL OR sold.reverses_id IS NOT NULL OR sold.exchanges_id IS NOT NULL
               OR count(*) OVER (PARTITION BY bought.exchanges_id) > 1 AS unlike
    FROM transfers bought
    LEFT JOIN transfers sold ON sold.id = bought.exchanges_id
    LEFT JOIN accounts buyer ON buyer.id = sold.to_account_id
    LEFT JOIN accounts seller ON seller.id = bought.from_account_id
    WHERE bought.exchanges_id IS NOT NULL
)
SELECT 'reversals-mirror-original' AS name, count(*) AS checked,
       array_agg(format('transfer %s', id)) FILTER (WHERE unlike) AS subjects
FROM reversals
UNION ALL
SELECT 'reversals-within-original', COALESCE(sum(reversals), 0)::BIGINT,
       array_agg(format('transfer %s', reverses_id)) FILTER (WHERE given_back > original)
FROM (SELECT reverses_id, count(*) AS reversals, sum(amount) AS given_back, min(original) AS original
      FROM reversals GROUP BY reverses_id) originals
UNION ALL
SELECT 'exchanges-through-house', count(*), array_agg(format('transfer %s', id)) FILTER (WHERE unlike)
FROM exchanges
