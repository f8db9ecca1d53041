use super::Case;

pub(super) const CASES: &[Case] = &[
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
