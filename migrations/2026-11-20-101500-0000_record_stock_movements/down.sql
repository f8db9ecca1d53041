DROP TRIGGER stock_movements_append_only ON stock_movements;
DROP TRIGGER stock_movements_follow_stock ON stock_movements;

-- The two functions as they were, in the same narrow path; what follows in this transaction gets the wide one back.
SELECT set_config('ledgerstore.search_path', current_setting('search_path'), true);
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE OR REPLACE FUNCTION post_order_items() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    line_orders BIGINT[]; line_products BIGINT[]; taken BIGINT[]; worth NUMERIC[];
    open_orders BIGINT[]; settled BIGINT;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(order_id), array_agg(product_id), array_agg(quantity), array_agg(subtotal)
        INTO line_orders, line_products, taken, worth FROM new_lines;
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
    PERFORM 1 FROM products WHERE id = ANY (line_products) ORDER BY id FOR NO KEY UPDATE;

    -- Lines that go together with their order are left out: deleting the order gave their stock back.
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
BEGIN
    PERFORM 1 FROM products WHERE id IN (SELECT product_id FROM order_items WHERE order_id = OLD.id)
    ORDER BY id FOR NO KEY UPDATE;
    UPDATE products p SET stock_quantity = p.stock_quantity + i.quantity
    FROM order_items i WHERE i.order_id = OLD.id AND p.id = i.product_id;
    RETURN OLD;
END
$$;

SELECT set_config('search_path', current_setting('ledgerstore.search_path'), true);

DROP TRIGGER products_record_update ON products;
DROP TRIGGER products_record_insert ON products;
DROP FUNCTION record_stock();
DROP TABLE stock_movements;
