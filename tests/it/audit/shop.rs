use super::{Case, KEY_GONE, RULE_GONE};

pub(super) const CASES: &[Case] = &[
    (
        "products-well-formed",
        "ALTER TABLE products DROP CONSTRAINT products_sku_not_blank; UPDATE products SET sku = ' ' WHERE id = 2",
        RULE_GONE,
        "product 2: products_sku_not_blank",
    ),
    (
        "products-well-formed",
        "ALTER TABLE products DROP CONSTRAINT products_price_not_negative; UPDATE products SET price = 'NaN' WHERE id = 2",
        RULE_GONE,
        "product 2: products_price_not_negative",
    ),
    (
        "stock-not-negative",
        "SET LOCAL session_replication_role = origin; ALTER TABLE products DROP CONSTRAINT products_stock_quantity_not_negative;
         UPDATE products SET stock_quantity = -1 WHERE id = 2",
        &["stock-movements-add-up", "constraints-validated"],
        "product 2",
    ),
    (
        "stock-movements-gapless",
        "UPDATE stock_movements SET number = 9 WHERE id = 2",
        &[],
        "product 2, movement 2",
    ),
    (
        "stock-movements-add-up",
        "UPDATE stock_movements SET stock_after = 4 WHERE id = 2",
        &[],
        "product 2, movement 2",
    ),
    (
        "movements-have-products",
        "UPDATE stock_movements SET product_id = 99 WHERE id = 2",
        &["stock-matches-movements"],
        "1 movements of product 99",
    ),
    ("stock-matches-movements", "UPDATE products SET stock_quantity = 99 WHERE id = 1", &[], "product 1"),
    (
        "orders-match-movements",
        "UPDATE stock_movements SET order_id = NULL WHERE order_id = 2",
        &[],
        "order 2, product 1 is off by 1",
    ),
    // Cancelled, but nothing came back.
    (
        "orders-match-movements",
        "UPDATE orders SET status = 'cancelled' WHERE id = 2",
        &[],
        "order 2, product 1 is off by -1",
    ),
    (
        "orders-well-formed",
        "ALTER TABLE orders DROP CONSTRAINT orders_order_number_not_blank; UPDATE orders SET order_number = ' ' WHERE id = 2",
        RULE_GONE,
        "order 2: orders_order_number_not_blank",
    ),
    ("orders-have-buyers", "UPDATE orders SET user_id = 99 WHERE id = 2", &[], "order 2"),
    (
        "order-statuses-legal",
        "ALTER TABLE orders DROP CONSTRAINT orders_status_known; UPDATE orders SET status = 'lost' WHERE id = 1",
        RULE_GONE,
        "order 1: orders_status_known",
    ),
    (
        "order-statuses-legal",
        "ALTER TABLE orders DROP CONSTRAINT orders_pending_means_unpaid; UPDATE orders SET status = 'pending' WHERE id = 1",
        RULE_GONE,
        "order 1: orders_pending_means_unpaid",
    ),
    ("order-totals-match-lines", "UPDATE orders SET total_amount = 1 WHERE id = 2", &[], "order 2"),
    (
        "confirmed-orders-have-lines",
        "ALTER TABLE orders ALTER id RESTART WITH 50; INSERT INTO orders (user_id, currency, status) VALUES (2, 'EUR', 'confirmed')",
        &[],
        "order 50",
    ),
    // Paid by somebody's salary, by nothing, and by what was changed into dollars.
    ("orders-paid", "UPDATE orders SET payment_transfer_id = 1 WHERE id = 1", &[], "order 1"),
    (
        "orders-paid",
        "ALTER TABLE orders DROP CONSTRAINT orders_confirmed_means_paid; UPDATE orders SET payment_transfer_id = NULL WHERE id = 1",
        RULE_GONE,
        "order 1",
    ),
    ("orders-paid", "UPDATE transfers SET exchanges_id = 6 WHERE id = 5", &[], "order 1"),
    (
        "cancelled-orders-refunded",
        "UPDATE orders SET refund_transfer_id = 3 WHERE id = 3",
        &[],
        "order 3",
    ),
    (
        "order-lines-well-formed",
        "ALTER TABLE order_items DROP CONSTRAINT order_items_quantity_positive, ALTER id RESTART WITH 50;
         INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (2, 2, 'EUR', 0, 14)",
        RULE_GONE,
        "order 2, line 50: order_items_quantity_positive",
    ),
    (
        "order-lines-in-one-currency",
        "UPDATE order_items SET currency = 'USD' WHERE id = 2",
        &[],
        "order 2, line 2",
    ),
    (
        "order-lines-in-one-currency",
        "UPDATE order_items SET product_id = 99 WHERE id = 2",
        &["orders-match-movements"],
        "order 2, line 2",
    ),
    (
        "order-lines-distinct",
        "SET LOCAL session_replication_role = origin; ALTER TABLE order_items DROP CONSTRAINT order_items_order_id_product_id_key, ALTER id RESTART WITH 50;
         INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (2, 1, 'EUR', 1, 6.50)",
        KEY_GONE,
        "order 2, line 50",
    ),
    (
        "skus-unique",
        "ALTER TABLE products DROP CONSTRAINT products_sku_key; UPDATE products SET sku = 'TEA' WHERE id = 2",
        KEY_GONE,
        "2 products under one SKU: 1 to 2",
    ),
    (
        "order-numbers-unique",
        "ALTER TABLE orders DROP CONSTRAINT orders_order_number_key;
         UPDATE orders SET order_number = 'ORD-000000000001' WHERE id = 2",
        KEY_GONE,
        "2 orders under one number: 1 to 2",
    ),
    (
        "order-numbers-ahead",
        "UPDATE orders SET order_number = 'ORD-000000000099' WHERE id = 2",
        &[],
        "order 2 has the number that orders_order_number_seq comes to",
    ),
    (
        "payments-used-once",
        "ALTER TABLE orders DROP CONSTRAINT orders_payment_transfer_id_key;
         UPDATE orders SET status = 'confirmed', payment_transfer_id = 7 WHERE id = 2",
        KEY_GONE,
        "transfer 7 by orders 2 to 3",
    ),
];
