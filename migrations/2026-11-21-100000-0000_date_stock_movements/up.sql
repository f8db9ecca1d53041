SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '1min';

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- A movement takes the time of what caused it, as an entry takes its transfer's: data of an earlier day, written now,
-- have a history of that day. Like an account's entries, a product's movements never go back in time; and one from
-- the future, which would stamp all that follow, counts as of now. The rows come in an order of their own, whatever
-- plan finds them, so that the same writes leave the same history.

CREATE OR REPLACE FUNCTION record_stock() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    changed BIGINT[]; stocks INTEGER[]; times TIMESTAMPTZ[];
BEGIN
    -- Alone and into arrays: no plan that joins it can go wrong on its unknown size.
    SELECT array_agg(id), array_agg(stock_quantity), array_agg(CASE TG_OP WHEN 'INSERT' THEN created_at ELSE updated_at END)
    INTO changed, stocks, times
    FROM (SELECT * FROM new_products ORDER BY id) sorted;

    -- Order lines have recorded theirs by now, with their order: what is left is a change of the product itself.
    INSERT INTO stock_movements (product_id, number, change, stock_after, created_at)
    SELECT p.id, COALESCE(latest.number, 0) + 1, p.stock - COALESCE(latest.stock_after, 0), p.stock,
           GREATEST(latest.created_at, LEAST(p.at, statement_timestamp()))
    FROM unnest(changed, stocks, times) AS p (id, stock, at)
    LEFT JOIN LATERAL (SELECT number, stock_after, created_at FROM stock_movements WHERE product_id = p.id
                       ORDER BY number DESC LIMIT 1) latest ON true
    WHERE p.stock <> COALESCE(latest.stock_after, 0)
    ORDER BY p.id;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION post_order_items() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    line_orders BIGINT[]; line_products BIGINT[]; taken BIGINT[]; worth NUMERIC[]; times TIMESTAMPTZ[];
    open_orders BIGINT[]; settled BIGINT; product_ids BIGINT[]; stocks INTEGER[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(order_id), array_agg(product_id), array_agg(quantity), array_agg(subtotal), array_agg(created_at)
        INTO line_orders, line_products, taken, worth, times FROM new_lines;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(order_id), array_agg(product_id), array_agg(-quantity), array_agg(-subtotal)
        INTO line_orders, line_products, taken, worth FROM old_lines;
    ELSE
        SELECT array_agg(order_id), array_agg(product_id), array_agg(quantity), array_agg(subtotal)
        INTO line_orders, line_products, taken, worth
        FROM (SELECT order_id, product_id, quantity, subtotal FROM new_lines
              UNION ALL
              SELECT order_id, product_id, -quantity, -subtotal FROM old_lines) lines;
    END IF;

    -- Orders before products, each in id order: the one way in which every writer takes these locks.
    SELECT array_agg(id), min(id) FILTER (WHERE status <> 'pending')
    INTO open_orders, settled
    FROM (SELECT id, status FROM orders WHERE id = ANY (line_orders) ORDER BY id FOR NO KEY UPDATE) locked;
    IF settled IS NOT NULL THEN
        RAISE EXCEPTION 'the lines of an order change only while it is pending'
            USING ERRCODE = 'restrict_violation', TABLE = 'order_items', CONSTRAINT = 'order_items_change_while_pending',
                  DETAIL = format('order=%s', settled);
    END IF;
    SELECT array_agg(id), array_agg(stock_quantity) INTO product_ids, stocks
    FROM (SELECT id, stock_quantity FROM products WHERE id = ANY (line_products) ORDER BY id FOR NO KEY UPDATE) locked;

    -- Lines that go together with their order are left out: deleting the order gave their stock back.
    -- Before the products change, whose own trigger records what it finds unrecorded. What an order gives back
    -- comes before what another takes, so that no history dips under zero on its way; else the earlier line does.
    -- A line that was changed or deleted has no time of that: it is now.
    INSERT INTO stock_movements (product_id, number, change, stock_after, order_id, created_at)
    SELECT p.id, COALESCE(latest.number, 0) + row_number() OVER w, -l.taken, p.stock - sum(l.taken) OVER w, l.order_id,
           GREATEST(latest.created_at, max(LEAST(COALESCE(l.at, 'infinity'), statement_timestamp())) OVER w)
    FROM unnest(product_ids, stocks) AS p (id, stock)
    JOIN (SELECT product_id, order_id, sum(line_taken) AS taken, min(line_at) AS at
          FROM unnest(line_orders, line_products, taken, times) AS l (order_id, product_id, line_taken, line_at)
          WHERE order_id = ANY (open_orders) GROUP BY product_id, order_id HAVING sum(line_taken) <> 0) l
      ON l.product_id = p.id
    LEFT JOIN LATERAL (SELECT number, created_at FROM stock_movements WHERE product_id = p.id
                       ORDER BY number DESC LIMIT 1) latest ON true
    WINDOW w AS (PARTITION BY p.id ORDER BY l.taken > 0, l.at, l.taken, l.order_id)
    ORDER BY p.id, l.taken > 0, l.at, l.taken, l.order_id;

    UPDATE products p SET stock_quantity = p.stock_quantity - d.taken
    FROM (SELECT product_id, sum(line_taken) AS taken
          FROM unnest(line_orders, line_products, taken) AS l (order_id, product_id, line_taken)
          WHERE order_id = ANY (open_orders) GROUP BY product_id HAVING sum(line_taken) <> 0) d
    WHERE p.id = d.product_id;

    UPDATE orders o SET total_amount = o.total_amount + d.worth
    FROM (SELECT order_id, sum(line_worth) AS worth
          FROM unnest(line_orders, worth) AS l (order_id, line_worth)
          GROUP BY order_id HAVING sum(line_worth) <> 0) d
    WHERE o.id = d.order_id;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION return_stock() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    product_ids BIGINT[]; stocks INTEGER[]; returned_at TIMESTAMPTZ := statement_timestamp();
BEGIN
    IF TG_OP = 'UPDATE' THEN
        returned_at := NEW.updated_at;
    END IF;
    SELECT array_agg(id), array_agg(stock_quantity) INTO product_ids, stocks
    FROM (SELECT id, stock_quantity FROM products
          WHERE id IN (SELECT product_id FROM order_items WHERE order_id = OLD.id)
          ORDER BY id FOR NO KEY UPDATE) locked;

    INSERT INTO stock_movements (product_id, number, change, stock_after, order_id, created_at)
    SELECT p.id, COALESCE(latest.number, 0) + 1, i.quantity, p.stock::BIGINT + i.quantity, OLD.id,
           GREATEST(latest.created_at, LEAST(returned_at, statement_timestamp()))
    FROM unnest(product_ids, stocks) AS p (id, stock)
    JOIN order_items i ON i.product_id = p.id AND i.order_id = OLD.id
    LEFT JOIN LATERAL (SELECT number, created_at FROM stock_movements WHERE product_id = p.id
                       ORDER BY number DESC LIMIT 1) latest ON true
    ORDER BY p.id;

    UPDATE products p SET stock_quantity = p.stock_quantity + i.quantity
    FROM order_items i WHERE i.order_id = OLD.id AND p.id = i.product_id;
    RETURN OLD;
END
$$;

COMMENT ON COLUMN stock_movements.created_at IS 'When the stock changed, by the product, line or order that changed it; never earlier than the product''s movement before it.';
