-- Each product beside its movements in the order of their numbers, and the movements of each order beside its lines;
-- $1 to $2 are products. The history of a product that isn't there stands alone.
WITH movements AS MATERIALIZED (
    SELECT id, product_id, order_id, number, change, stock_after,
           lag(number, 1, 0::BIGINT) OVER w AS number_before,
           lag(stock_after, 1, 0::BIGINT) OVER w AS stock_before
    FROM stock_movements WHERE product_id BETWEEN $1 AND $2
    WINDOW w AS (PARTITION BY product_id ORDER BY number)
), stocks AS (
    SELECT p.id, p.stock_quantity, m.product_id, m.movements, m.stock,
           CASE WHEN btrim(p.sku) = '' THEN 'products_sku_not_blank'
                WHEN btrim(p.name) = '' THEN 'products_name_not_blank'
                WHEN p.price < 0 OR p.price = 'NaN' THEN 'products_price_not_negative'
                WHEN p.currency !~ '^[A-Z]{3}$' THEN 'products_currency_shape'
                WHEN p.price <> round(p.price, currency_exponent(p.currency)) THEN 'products_price_fits_currency'
                WHEN p.stock_quantity > 1000000000 THEN 'products_stock_quantity_range'
                WHEN p.version < 1 THEN 'products_version_positive'
           END AS broken
    FROM (SELECT * FROM products WHERE id BETWEEN $1 AND $2) p
    FULL JOIN (SELECT product_id, count(*) AS movements, sum(change) AS stock
               FROM movements GROUP BY product_id) m ON m.product_id = p.id
), pieces AS (
    SELECT order_id, product_id, sum(pieces) AS off
    FROM (SELECT order_id, product_id, change AS pieces FROM movements WHERE order_id IS NOT NULL
          UNION ALL
          SELECT i.order_id, i.product_id, CASE WHEN o.status <> 'cancelled' THEN i.quantity ELSE 0 END
          FROM order_items i JOIN orders o ON o.id = i.order_id
          WHERE i.product_id BETWEEN $1 AND $2) both_sides
    GROUP BY order_id, product_id
)
SELECT told.*
FROM (SELECT count(*) AS movements,
             array_agg(format('product %s, movement %s', product_id, id)) FILTER (WHERE number <> number_before + 1) AS gaps,
             array_agg(format('product %s, movement %s', product_id, id))
                 FILTER (WHERE stock_after <> stock_before + change OR stock_after < 0 OR change = 0) AS jumps
      FROM movements) every,
     LATERAL (VALUES ('stock-movements-gapless', movements, gaps),
                     ('stock-movements-add-up', movements, jumps)) AS told (name, checked, subjects)
UNION ALL
SELECT told.*
FROM (SELECT count(id) AS products, COALESCE(sum(movements), 0)::BIGINT AS movements,
             array_agg(format('product %s: %s', id, broken)) FILTER (WHERE broken IS NOT NULL) AS malformed,
             array_agg(format('product %s', id)) FILTER (WHERE stock_quantity < 0) AS oversold,
             array_agg(format('product %s', id)) FILTER (WHERE stock_quantity <> COALESCE(stock, 0)) AS off,
             array_agg(format('%s movements of product %s', movements, product_id)) FILTER (WHERE id IS NULL) AS orphans
      FROM stocks) every,
     LATERAL (VALUES ('products-well-formed', products, malformed),
                     ('stock-not-negative', products, oversold),
                     ('stock-matches-movements', products, off),
                     ('movements-have-products', movements, orphans)) AS told (name, checked, subjects)
UNION ALL
SELECT 'orders-match-movements', count(*),
       array_agg(format('order %s, product %s is off by %s', order_id, product_id, off)) FILTER (WHERE off <> 0)
FROM pieces
