use super::Case;

/// The guard before every other rule of the movements.
const UNGUARDED: &str = "ALTER TABLE stock_movements DISABLE TRIGGER stock_movements_follow_stock";

pub(super) const CASES: &[Case] = &[
    (
        "stock_movements_pkey",
        UNGUARDED,
        "INSERT INTO stock_movements (id, product_id, number, change, stock_after) OVERRIDING SYSTEM VALUE VALUES (1, 1, 99, 1, 1)",
    ),
    (
        "stock_movements_product_id_fkey",
        UNGUARDED,
        "INSERT INTO stock_movements (product_id, number, change, stock_after) VALUES (999, 1, 1, 1)",
    ),
    // What once had stock has a history, which is kept.
    ("stock_movements_product_id_fkey", "", "DELETE FROM products WHERE id = 2"),
    (
        "stock_movements_product_id_number_key",
        UNGUARDED,
        "INSERT INTO stock_movements (product_id, number, change, stock_after) VALUES (1, 1, 1, 1)",
    ),
    (
        "stock_movements_number_positive",
        UNGUARDED,
        "INSERT INTO stock_movements (product_id, number, change, stock_after) VALUES (1, 0, 1, 1)",
    ),
    (
        "stock_movements_change_not_zero",
        UNGUARDED,
        "INSERT INTO stock_movements (product_id, number, change, stock_after) VALUES (1, 99, 0, 1)",
    ),
    (
        "stock_movements_follow_stock",
        "",
        "INSERT INTO stock_movements (product_id, number, change, stock_after) VALUES (1, 99, 1, 1)",
    ),
    (
        "stock_movements_follow_stock",
        "",
        "INSERT INTO stock_movements (product_id, number, change, stock_after) SELECT product_id, number, change, stock_after FROM stock_movements WHERE false",
    ),
    ("stock_movements_append_only", "", "UPDATE stock_movements SET order_id = NULL WHERE id = 1"),
    ("stock_movements_append_only", "", "DELETE FROM stock_movements WHERE false"),
    ("stock_movements_append_only", "", "TRUNCATE stock_movements"),
];
