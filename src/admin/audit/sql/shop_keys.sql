-- What the shop names its orders and products by, and the transfers that orders count as theirs.
WITH numbers AS (
    SELECT count(*) AS used, min(id) AS first, max(id) AS last,
           substring(order_number FROM '^ORD-([0-9]{12,18})$')::BIGINT AS given
    FROM orders GROUP BY order_number
), last_given AS MATERIALIZED (
    -- Looked up once, and not for each number.
    SELECT sequence, COALESCE(pg_sequence_last_value(sequence), 0) AS reached
    FROM (SELECT pg_get_serial_sequence('orders', 'order_number')::REGCLASS AS sequence) of_orders
)
SELECT 'skus-unique' AS name, COALESCE(sum(used), 0)::BIGINT AS checked,
       array_agg(format('%s products under one SKU: %s to %s', used, first, last)) FILTER (WHERE used > 1) AS subjects
FROM (SELECT count(*) AS used, min(id) AS first, max(id) AS last FROM products GROUP BY sku) skus
UNION ALL
SELECT 'order-numbers-unique', COALESCE(sum(used), 0)::BIGINT,
       array_agg(format('%s orders under one number: %s to %s', used, first, last)) FILTER (WHERE used > 1)
FROM numbers
UNION ALL
SELECT 'order-numbers-ahead', count(given),
       array_agg(format('order %s has the number that %s comes to', last, sequence)) FILTER (WHERE given > reached)
FROM numbers CROSS JOIN last_given
UNION ALL
SELECT 'payments-used-once', COALESCE(sum(used), 0)::BIGINT,
       array_agg(format('transfer %s by orders %s to %s', transfer, first, last)) FILTER (WHERE used > 1)
FROM (SELECT transfer, count(*) AS used, min(id) AS first, max(id) AS last
      FROM (SELECT id, payment_transfer_id AS transfer FROM orders WHERE payment_transfer_id IS NOT NULL
            UNION ALL
            SELECT id, refund_transfer_id FROM orders WHERE refund_transfer_id IS NOT NULL) uses
      GROUP BY transfer) transfers
