DROP TRIGGER orders_return_stock_on_delete ON orders;
DROP TRIGGER orders_return_stock_on_cancel ON orders;
DROP FUNCTION return_stock();
DROP TRIGGER order_items_post_delete ON order_items;
DROP TRIGGER order_items_post_update ON order_items;
DROP TRIGGER order_items_post_insert ON order_items;
DROP FUNCTION post_order_items();
