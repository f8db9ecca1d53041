SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '10min';

SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE TABLE stock_movements (
    id BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT stock_movements_pkey PRIMARY KEY,
    product_id BIGINT NOT NULL CONSTRAINT stock_movements_product_id_fkey REFERENCES products (id),
    number BIGINT NOT NULL CONSTRAINT stock_movements_number_positive CHECK (number > 0),
    change BIGINT NOT NULL CONSTRAINT stock_movements_change_not_zero CHECK (change <> 0),
    stock_after BIGINT NOT NULL,
    -- No foreign key: an order that never was paid can be deleted, what it did to the stock can't.
    order_id BIGINT,
    reason TEXT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN order_id IS NULL AND change > 0 THEN 'received'
             WHEN order_id IS NULL THEN 'removed'
             WHEN change < 0 THEN 'ordered'
             ELSE 'returned' END) STORED,
    created_at TIMESTAMPTZ NOT NULL DEFAULT statement_timestamp(),
    CONSTRAINT stock_movements_product_id_number_key UNIQUE (product_id, number)
);

COMMENT ON TABLE stock_movements IS 'The history of each product''s stock: a row for every change. Written only as stock changes; rows never change.';
COMMENT ON COLUMN stock_movements.id IS 'The movement''s number in the table. Order a product''s movements by number, not by this.';
COMMENT ON COLUMN stock_movements.product_id IS 'The product whose stock changed.';
COMMENT ON COLUMN stock_movements.number IS 'The movement''s place in its product''s history: 1, 2, 3, … without gaps.';
COMMENT ON COLUMN stock_movements.change IS 'By how many pieces the stock changed: negative is less.';
COMMENT ON COLUMN stock_movements.stock_after IS 'The product''s stock with this movement.';
COMMENT ON COLUMN stock_movements.order_id IS 'The order whose lines took the pieces or gave them back, also after it was deleted; NULL for a change of the product itself.';
COMMENT ON COLUMN stock_movements.reason IS 'received or removed (the product itself was changed); ordered or returned (an order''s lines were written, or it was cancelled or deleted).';
COMMENT ON COLUMN stock_movements.created_at IS 'When the stock changed.';

-- From here to the commit no stock changes: the history that is written next is the whole one.
LOCK TABLE orders, order_items, products IN SHARE ROW EXCLUSIVE MODE;

-- What there was before the first order, then what each order holds; a cancelled one holds nothing.
INSERT INTO stock_movements (product_id, number, change, stock_after, order_id, created_at)
SELECT product_id, row_number() OVER w, change, sum(change) OVER w, order_id, created_at
FROM (SELECT i.product_id, i.id AS line, -i.quantity::BIGINT AS change, i.order_id, i.created_at
      FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.status <> 'cancelled'
      UNION ALL
      SELECT p.id, 0, p.stock_quantity + COALESCE(held.quantity, 0), NULL, p.created_at
      FROM products p
      LEFT JOIN (SELECT i.product_id, sum(i.quantity) AS quantity
                 FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.status <> 'cancelled'
                 GROUP BY i.product_id) held ON held.product_id = p.id) history
WHERE change <> 0
WINDOW w AS (PARTITION BY product_id ORDER BY line);

CREATE FUNCTION record_stock() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    changed BIGINT[]; stocks INTEGER[];
BEGIN
    -- Alone and into arrays: no plan that joins it can go wrong on its unknown size.
    SELECT array_agg(id), array_agg(stock_quantity) INTO changed, stocks FROM new_products;

    -- Order lines have recorded theirs by now, with their order: what is left is a change of the product itself.
    INSERT INTO stock_movements (product_id, number, change, stock_after)
    SELECT p.id, COALESCE(latest.number, 0) + 1, p.stock - COALESCE(latest.stock_after, 0), p.stock
    FROM unnest(changed, stocks) AS p (id, stock)
    LEFT JOIN LATERAL (SELECT number, stock_after FROM stock_movements WHERE product_id = p.id
                       ORDER BY number DESC LIMIT 1) latest ON true
    WHERE p.stock <> COALESCE(latest.stock_after, 0);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_stock() IS 'Follows written products, whoever writes them: records by how much their stock has left what their history says.';

CREATE TRIGGER products_record_insert AFTER INSERT ON products
REFERENCING NEW TABLE AS new_products FOR EACH STATEMENT EXECUTE FUNCTION record_stock();
CREATE TRIGGER products_record_update AFTER UPDATE ON products
REFERENCING NEW TABLE AS new_products FOR EACH STATEMENT EXECUTE FUNCTION record_stock();

CREATE OR REPLACE FUNCTION post_order_items() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE
    line_orders BIGINT[]; line_products BIGINT[]; taken BIGINT[]; worth NUMERIC[];
    open_orders BIGINT[]; settled BIGINT; product_ids BIGINT[]; stocks INTEGER[];
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
    SELECT array_agg(id), array_agg(stock_quantity) INTO product_ids, stocks
    FROM (SELECT id, stock_quantity FROM products WHERE id = ANY (line_products) ORDER BY id FOR NO KEY UPDATE) locked;

    -- Lines that go together with their order are left out: deleting the order gave their stock back.
    -- Before the products change, whose own trigger records what it finds unrecorded. What an order gives back
    -- comes before what another takes, so that no history dips under zero on its way.
    INSERT INTO stock_movements (product_id, number, change, stock_after, order_id)
    SELECT p.id, COALESCE((SELECT max(number) FROM stock_movements WHERE product_id = p.id), 0) + row_number() OVER w,
           -l.taken, p.stock - sum(l.taken) OVER w, l.order_id
    FROM unnest(product_ids, stocks) AS p (id, stock)
    JOIN (SELECT product_id, order_id, sum(line_taken) AS taken
          FROM unnest(line_orders, line_products, taken) AS l (order_id, product_id, line_taken)
          WHERE order_id = ANY (open_orders) GROUP BY product_id, order_id HAVING sum(line_taken) <> 0) l
      ON l.product_id = p.id
    WINDOW w AS (PARTITION BY p.id ORDER BY l.taken, l.order_id);

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
    product_ids BIGINT[]; stocks INTEGER[];
BEGIN
    SELECT array_agg(id), array_agg(stock_quantity) INTO product_ids, stocks
    FROM (SELECT id, stock_quantity FROM products
          WHERE id IN (SELECT product_id FROM order_items WHERE order_id = OLD.id)
          ORDER BY id FOR NO KEY UPDATE) locked;

    INSERT INTO stock_movements (product_id, number, change, stock_after, order_id)
    SELECT p.id, COALESCE((SELECT max(number) FROM stock_movements WHERE product_id = p.id), 0) + 1,
           i.quantity, p.stock::BIGINT + i.quantity, OLD.id
    FROM unnest(product_ids, stocks) AS p (id, stock)
    JOIN order_items i ON i.product_id = p.id AND i.order_id = OLD.id;

    UPDATE products p SET stock_quantity = p.stock_quantity + i.quantity
    FROM order_items i WHERE i.order_id = OLD.id AND p.id = i.product_id;
    RETURN OLD;
END
$$;

CREATE TRIGGER stock_movements_follow_stock BEFORE INSERT ON stock_movements
FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION refuse('stock_movements_follow_stock', 'movements are written only as stock changes', 'UPDATE products or write order lines instead.');

CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movements
FOR EACH STATEMENT
EXECUTE FUNCTION refuse('stock_movements_append_only', 'movements are never changed or removed', 'Change the product''s stock: that is a movement of its own.');
