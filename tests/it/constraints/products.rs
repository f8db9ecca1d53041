use super::Case;

pub(super) const CASES: &[Case] = &[
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
