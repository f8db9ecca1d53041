use super::Case;

pub(super) const PRODUCTS: &[Case] = &[
    (
        "products_pkey",
        "",
        "INSERT INTO products (id, sku, name, price, currency) OVERRIDING SYSTEM VALUE VALUES (1, 'X', 'X', 1, 'EUR')",
    ),
    (
        "products_id_currency_key",
        "ALTER TABLE products DROP CONSTRAINT products_pkey CASCADE",
        "INSERT INTO products (id, sku, name, price, currency) OVERRIDING SYSTEM VALUE VALUES (1, 'X', 'X', 1, 'EUR')",
    ),
    (
        "products_sku_key",
        "",
        "INSERT INTO products (sku, name, price, currency) VALUES ('TEA', 'X', 1, 'EUR')",
    ),
    ("products_sku_not_blank", "", "UPDATE products SET sku = ' ' WHERE id = 1"),
    ("products_name_not_blank", "", "UPDATE products SET name = '' WHERE id = 1"),
    ("products_price_not_negative", "", "UPDATE products SET price = -0.01 WHERE id = 1"),
    ("products_price_not_negative", "", "UPDATE products SET price = 'NaN' WHERE id = 1"),
    ("products_price_fits_currency", "", "UPDATE products SET price = 1200.50 WHERE sku = 'SAKE'"),
    (
        "products_currency_shape",
        "",
        "INSERT INTO products (sku, name, price, currency) VALUES ('X', 'X', 1, 'EURO')",
    ),
    ("products_stock_quantity_not_negative", "", "UPDATE products SET stock_quantity = -1 WHERE id = 1"),
    (
        "products_stock_quantity_not_negative",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (3, 1, 'EUR', 11, 6.50)",
    ),
    ("products_stock_quantity_not_negative", "", "UPDATE order_items SET quantity = 11 WHERE order_id = 1"),
    ("products_stock_quantity_range", "", "UPDATE products SET stock_quantity = 1000000001 WHERE id = 1"),
    (
        "products_version_positive",
        "",
        "INSERT INTO products (sku, name, price, currency, version) VALUES ('X', 'X', 1, 'EUR', 0)",
    ),
];

/// Anna pays for the first order: transfer 100.
const PAYMENT: &str = "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (100, 2, 1, 'EUR', 1300)";
/// What looks like a payment for the first order bought dollars.
const SALE: &str = "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (100, 2, 1, 'EUR', 1300); INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (5, 4, 'USD', 1500, 100)";
/// All of what paid the second order is given back: transfer 101.
const REFUND: &str = "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount, reverses_id) OVERRIDING SYSTEM VALUE VALUES (101, 1, 2, 'EUR', 650, 3)";
/// The guard before some of the orders' other rules.
const UNGUARDED: &str =
    "ALTER TABLE orders DISABLE TRIGGER orders_check_step, DISABLE TRIGGER orders_start_pending";

pub(super) const ORDERS: &[Case] = &[
    (
        "orders_pkey",
        "",
        "INSERT INTO orders (id, user_id, currency) OVERRIDING SYSTEM VALUE VALUES (1, 2, 'EUR')",
    ),
    (
        "orders_id_currency_key",
        "ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE",
        "INSERT INTO orders (id, user_id, currency) OVERRIDING SYSTEM VALUE VALUES (1, 2, 'EUR')",
    ),
    ("orders_user_id_fkey", "", "INSERT INTO orders (user_id, currency) VALUES (999, 'EUR')"),
    (
        "orders_user_id_fkey",
        "INSERT INTO orders (user_id, currency) VALUES (4, 'EUR')",
        "DELETE FROM users WHERE id = 4",
    ),
    (
        "orders_order_number_key",
        "",
        "INSERT INTO orders (user_id, order_number, currency) VALUES (2, 'FIRST', 'EUR')",
    ),
    ("orders_order_number_not_blank", "", "UPDATE orders SET order_number = ' ' WHERE id = 1"),
    ("orders_currency_shape", "", "INSERT INTO orders (user_id, currency) VALUES (2, 'eur')"),
    ("orders_version_positive", "", "INSERT INTO orders (user_id, currency, version) VALUES (2, 'EUR', 0)"),
    ("orders_status_known", UNGUARDED, "UPDATE orders SET status = 'lost' WHERE id = 3"),
    ("orders_status_step", "", "UPDATE orders SET status = 'lost' WHERE id = 1"),
    ("orders_status_step", "", "UPDATE orders SET status = 'shipped' WHERE id = 1"),
    ("orders_status_step", "", "UPDATE orders SET status = 'pending' WHERE id = 2"),
    ("orders_status_step", "", "UPDATE orders SET status = 'confirmed' WHERE id = 4"),
    (
        "orders_total_amount_range",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (3, 2, 'EUR', 1, 60000000), (3, 3, 'EUR', 1, 60000000)",
    ),
    ("orders_total_from_lines", "", "UPDATE orders SET total_amount = 1 WHERE id = 1"),
    (
        "orders_start_pending",
        "",
        "INSERT INTO orders (user_id, currency, status) VALUES (2, 'EUR', 'confirmed')",
    ),
    ("orders_start_pending", "", "INSERT INTO orders (user_id, currency, total_amount) VALUES (2, 'EUR', 1)"),
    (
        "orders_start_pending",
        "",
        "INSERT INTO orders (user_id, currency, payment_transfer_id) VALUES (2, 'EUR', 1)",
    ),
    ("orders_confirmed_means_lines", "", "UPDATE orders SET status = 'confirmed' WHERE id = 3"),
    ("orders_confirmed_means_paid", "", "UPDATE orders SET status = 'confirmed' WHERE id = 1"),
    ("orders_pending_means_unpaid", PAYMENT, "UPDATE orders SET payment_transfer_id = 100 WHERE id = 1"),
    (
        "orders_payment_transfer_id_fkey",
        "",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 999 WHERE id = 1",
    ),
    (
        "orders_payment_transfer_id_key",
        "UPDATE order_items SET quantity = 1 WHERE order_id = 1",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 3 WHERE id = 1",
    ),
    // Too little, to somebody else, a reversal, one that was given back, and one that bought dollars.
    (
        "orders_payment_pays_total",
        "",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 3 WHERE id = 1",
    ),
    (
        "orders_payment_pays_total",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount) OVERRIDING SYSTEM VALUE VALUES (100, 2, 3, 'EUR', 1300)",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 100 WHERE id = 1",
    ),
    (
        "orders_payment_pays_total",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount, reverses_id) OVERRIDING SYSTEM VALUE VALUES (100, 2, 1, 'EUR', 1300, 1)",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 100 WHERE id = 1",
    ),
    (
        "orders_payment_pays_total",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount, reverses_id) OVERRIDING SYSTEM VALUE VALUES (100, 2, 1, 'EUR', 1300, NULL), (101, 1, 2, 'EUR', 1, 100)",
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 100 WHERE id = 1",
    ),
    (
        "orders_payment_pays_total",
        SALE,
        "UPDATE orders SET status = 'confirmed', payment_transfer_id = 100 WHERE id = 1",
    ),
    ("orders_payment_final", "", "UPDATE orders SET payment_transfer_id = NULL WHERE id = 2"),
    ("orders_payment_final", "", "UPDATE orders SET payment_transfer_id = 4 WHERE id = 2"),
    (
        "orders_refund_transfer_id_fkey",
        UNGUARDED,
        "UPDATE orders SET status = 'cancelled', refund_transfer_id = 999 WHERE id = 2",
    ),
    (
        "orders_refund_transfer_id_key",
        UNGUARDED,
        "UPDATE orders SET status = 'cancelled', refund_transfer_id = 5 WHERE id = 2",
    ),
    (
        "orders_refund_reverses_payment",
        "",
        "UPDATE orders SET status = 'cancelled', refund_transfer_id = 3 WHERE id = 2",
    ),
    (
        "orders_refund_reverses_payment",
        "INSERT INTO transfers (id, from_account_id, to_account_id, currency, amount, reverses_id) OVERRIDING SYSTEM VALUE VALUES (101, 1, 2, 'EUR', 649, 3)",
        "UPDATE orders SET status = 'cancelled', refund_transfer_id = 101 WHERE id = 2",
    ),
    ("orders_refund_final", "", "UPDATE orders SET refund_transfer_id = NULL WHERE id = 4"),
    ("orders_refunded_means_cancelled", REFUND, "UPDATE orders SET refund_transfer_id = 101 WHERE id = 2"),
    ("orders_cancelled_means_refunded", "", "UPDATE orders SET status = 'cancelled' WHERE id = 2"),
    ("orders_keep_buyer", "", "UPDATE orders SET user_id = 3 WHERE id = 1"),
    ("orders_keep_buyer", "", "UPDATE orders SET currency = 'USD' WHERE id = 3"),
    ("orders_keep_paid", "", "DELETE FROM orders WHERE id = 2"),
    ("orders_keep_paid", "", "DELETE FROM orders WHERE id = 4"),
    (
        "order_items_pkey",
        "",
        "INSERT INTO order_items (id, order_id, product_id, currency, quantity, unit_price) OVERRIDING SYSTEM VALUE VALUES (1, 3, 1, 'EUR', 1, 6.50)",
    ),
    (
        "order_items_order_id_product_id_key",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (1, 1, 'EUR', 1, 6.50)",
    ),
    ("order_items_quantity_positive", "", "UPDATE order_items SET quantity = 0 WHERE order_id = 1"),
    ("order_items_unit_price_not_negative", "", "UPDATE order_items SET unit_price = -1 WHERE order_id = 1"),
    (
        "order_items_unit_price_fits_currency",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (3, 4, 'JPY', 1, 1.50)",
    ),
    (
        "order_items_subtotal_range",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (3, 2, 'EUR', 2, 60000000)",
    ),
    (
        "order_items_subtotal_range",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (3, 2, 'EUR', 1, 'NaN')",
    ),
    (
        "order_items_order_fkey",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (999, 1, 'EUR', 1, 6.50)",
    ),
    // The order is in euros, the product in yen; whichever the line claims to be in, one key doesn't find it.
    (
        "order_items_order_fkey",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (3, 4, 'JPY', 1, 1200)",
    ),
    (
        "order_items_product_fkey",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (3, 4, 'EUR', 1, 1200)",
    ),
    ("order_items_product_fkey", "", "DELETE FROM products WHERE id = 1"),
    ("order_items_product_fkey", "", "UPDATE products SET currency = 'USD' WHERE id = 1"),
    (
        "order_items_change_while_pending",
        "",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (2, 2, 'EUR', 1, 1)",
    ),
    ("order_items_change_while_pending", "", "UPDATE order_items SET quantity = 2 WHERE order_id = 2"),
    ("order_items_change_while_pending", "", "UPDATE order_items SET order_id = 3 WHERE order_id = 2"),
    ("order_items_change_while_pending", "", "DELETE FROM order_items WHERE order_id = 4"),
    ("order_items_no_truncate", "", "TRUNCATE order_items"),
    ("order_items_no_truncate", "", "TRUNCATE orders CASCADE"),
    ("order_items_no_truncate", "", "TRUNCATE products CASCADE"),
];
