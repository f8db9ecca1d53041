-- Each order beside its lines and its payment; $1 to $2 are orders. Lines whose order isn't there stand alone.
WITH exponents AS MATERIALIZED (
    -- Once for each currency: the function isn't inlined, and a call for each line would take most of the time.
    SELECT currency, currency_exponent(currency) AS exponent FROM products GROUP BY currency
), lines AS MATERIALIZED (
    SELECT i.id, i.order_id, i.subtotal,
           p.currency IS DISTINCT FROM i.currency OR o.currency IS DISTINCT FROM i.currency AS unlike,
           lag(true, 1, false) OVER (PARTITION BY i.order_id, i.product_id ORDER BY i.id) AS doubled,
           CASE WHEN i.quantity < 1 THEN 'order_items_quantity_positive'
                WHEN i.unit_price < 0 THEN 'order_items_unit_price_not_negative'
                WHEN i.unit_price <> round(i.unit_price, x.exponent) THEN 'order_items_unit_price_fits_currency'
                WHEN i.subtotal <> i.quantity * i.unit_price THEN 'its subtotal isn''t quantity × unit price'
                WHEN i.subtotal > 99999999.99 THEN 'order_items_subtotal_range'
           END AS broken
    FROM (SELECT * FROM order_items WHERE order_id BETWEEN $1 AND $2) i
    LEFT JOIN orders o ON o.id = i.order_id
    LEFT JOIN products p ON p.id = i.product_id
    LEFT JOIN exponents x ON x.currency = i.currency
), looked AS (
    SELECT o.id, o.status, o.payment_transfer_id, u.id IS NULL AS buyerless,
           o.total_amount <> COALESCE(l.total, 0) AS wrong_total,
           o.status IN ('confirmed', 'shipped', 'delivered') AS counts_as_paid,
           o.status IN ('confirmed', 'shipped', 'delivered') AND l.order_id IS NULL AS without_lines,
           o.payment_transfer_id IS NOT NULL AND (
               payee.owner = 'house' AND pay.currency = o.currency AND pay.reverses_id IS NULL
               AND pay.amount = o.total_amount * 10::NUMERIC ^ currency_exponent(o.currency)
               AND NOT EXISTS (SELECT FROM transfers x WHERE x.exchanges_id = o.payment_transfer_id)) IS NOT TRUE AS wrongly_paid,
           o.status = 'cancelled' AND o.payment_transfer_id IS NOT NULL AND (
               SELECT sum(r.amount) = pay.amount AND bool_or(r.id = o.refund_transfer_id)
               FROM transfers r WHERE r.reverses_id = o.payment_transfer_id) IS NOT TRUE AS wrongly_refunded,
           CASE WHEN o.status NOT IN ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled') THEN 'orders_status_known'
                WHEN o.status = 'pending' AND o.payment_transfer_id IS NOT NULL THEN 'orders_pending_means_unpaid'
                WHEN o.status <> 'cancelled' AND o.refund_transfer_id IS NOT NULL THEN 'orders_refunded_means_cancelled'
                WHEN o.status = 'cancelled' AND o.payment_transfer_id IS NULL AND o.refund_transfer_id IS NOT NULL
                    THEN 'orders_cancelled_means_refunded'
           END AS illegal,
           CASE WHEN btrim(o.order_number) = '' THEN 'orders_order_number_not_blank'
                WHEN o.currency !~ '^[A-Z]{3}$' THEN 'orders_currency_shape'
                WHEN o.total_amount NOT BETWEEN 0 AND 99999999.99 THEN 'orders_total_amount_range'
                WHEN o.version < 1 THEN 'orders_version_positive'
           END AS broken,
           o.payment_transfer_id IS NULL AND o.total_amount <> 0 AS owing
    FROM (SELECT * FROM orders WHERE id BETWEEN $1 AND $2) o
    LEFT JOIN (SELECT order_id, sum(subtotal) AS total FROM lines GROUP BY order_id) l ON l.order_id = o.id
    LEFT JOIN users u ON u.id = o.user_id
    LEFT JOIN transfers pay ON pay.id = o.payment_transfer_id
    LEFT JOIN accounts payee ON payee.id = pay.to_account_id
)
SELECT told.*
FROM (SELECT count(*) AS orders,
             count(*) FILTER (WHERE counts_as_paid) AS counting,
             count(*) FILTER (WHERE counts_as_paid OR payment_transfer_id IS NOT NULL) AS payable,
             count(*) FILTER (WHERE status = 'cancelled' AND payment_transfer_id IS NOT NULL) AS refundable,
             array_agg(format('order %s: %s', id, broken)) FILTER (WHERE broken IS NOT NULL) AS malformed,
             array_agg(format('order %s', id)) FILTER (WHERE buyerless) AS buyerless,
             array_agg(format('order %s: %s', id, illegal)) FILTER (WHERE illegal IS NOT NULL) AS illegal,
             array_agg(format('order %s', id)) FILTER (WHERE wrong_total) AS wrong_total,
             array_agg(format('order %s', id)) FILTER (WHERE without_lines) AS without_lines,
             array_agg(format('order %s', id)) FILTER (WHERE wrongly_paid OR (counts_as_paid AND owing)) AS unpaid,
             array_agg(format('order %s', id)) FILTER (WHERE wrongly_refunded) AS unrefunded
      FROM looked) every,
     LATERAL (VALUES ('orders-well-formed', orders, malformed),
                     ('orders-have-buyers', orders, buyerless),
                     ('order-statuses-legal', orders, illegal),
                     ('order-totals-match-lines', orders, wrong_total),
                     ('confirmed-orders-have-lines', counting, without_lines),
                     ('orders-paid', payable, unpaid),
                     ('cancelled-orders-refunded', refundable, unrefunded)) AS told (name, checked, subjects)
UNION ALL
SELECT told.*
FROM (SELECT count(*) AS lines,
             array_agg(format('order %s, line %s: %s', order_id, id, broken)) FILTER (WHERE broken IS NOT NULL) AS malformed,
             array_agg(format('order %s, line %s', order_id, id)) FILTER (WHERE unlike) AS unlike,
             array_agg(format('order %s, line %s', order_id, id)) FILTER (WHERE doubled) AS doubled
      FROM lines) every,
     LATERAL (VALUES ('order-lines-well-formed', lines, malformed),
                     ('order-lines-in-one-currency', lines, unlike),
                     ('order-lines-distinct', lines, doubled)) AS told (name, checked, subjects)
