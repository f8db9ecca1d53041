-- The last number that each sequence gave, beside the largest that its column holds.
WITH held (relation, largest) AS (
    SELECT 'users', max(id) FROM users
    UNION ALL SELECT 'sessions', max(id) FROM sessions
    UNION ALL SELECT 'accounts', max(id) FROM accounts
    UNION ALL SELECT 'transfers', max(id) FROM transfers
    UNION ALL SELECT 'entries', max(id) FROM entries
    UNION ALL SELECT 'products', max(id) FROM products
    UNION ALL SELECT 'stock_movements', max(id) FROM stock_movements
    UNION ALL SELECT 'orders', max(id) FROM orders
    UNION ALL SELECT 'order_items', max(id) FROM order_items
)
SELECT 'sequences-ahead' AS name, count(*) AS checked,
       array_agg(format('%s.id is at %s already, its sequence at %s', relation, largest, COALESCE(given, 0)))
           FILTER (WHERE largest > COALESCE(given, 0)) AS subjects
FROM (SELECT relation, largest, pg_sequence_last_value(pg_get_serial_sequence(relation, 'id')::REGCLASS) AS given FROM held) sequences
