-- The keys under which transfers were asked for.
SELECT 'idempotency-keys-unique' AS name, COALESCE(sum(used), 0)::BIGINT AS checked,
       array_agg(format('%s transfers under one key: %s to %s', used, first, last)) FILTER (WHERE used > 1) AS subjects
FROM (SELECT count(*) AS used, min(id) AS first, max(id) AS last
      FROM transfers WHERE idempotency_key IS NOT NULL GROUP BY idempotency_key) keys
