DROP TRIGGER order_items_no_truncate ON order_items;
DROP TRIGGER orders_keep_paid ON orders;
DROP TRIGGER orders_keep_buyer ON orders;
DROP TRIGGER orders_total_from_lines ON orders;
DROP TRIGGER orders_start_pending ON orders;
DROP TRIGGER orders_check_step ON orders;
DROP FUNCTION check_order_step();
