//! What comes before the first row and after the last.

/// Checks that are left for the commit would pile up until then. And numbers that the database gives by itself begin at 1,
/// also where an earlier seeding was broken off: rolling back gives no numbers back.
pub(super) const BEGINNING: [&str; 4] = [
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SELECT setval(pg_get_serial_sequence('entries', 'id'), 1, false)",
    "SELECT setval(pg_get_serial_sequence('order_items', 'id'), 1, false)",
    "SELECT setval(pg_get_serial_sequence('stock_movements', 'id'), 1, false)",
];

/// Products have changed as their stock did, not just now; and the next row of each table gets the next number.
pub(super) const ENDING: [&str; 8] = [
    "UPDATE products p SET updated_at = latest.created_at
     FROM products q
     CROSS JOIN LATERAL (SELECT created_at FROM stock_movements WHERE product_id = q.id ORDER BY number DESC LIMIT 1) latest
     WHERE q.id = p.id AND p.updated_at <> latest.created_at",
    "SELECT setval(pg_get_serial_sequence('users', 'id'), max(id)) FROM users",
    "SELECT setval(pg_get_serial_sequence('accounts', 'id'), max(id)) FROM accounts",
    "SELECT setval(pg_get_serial_sequence('transfers', 'id'), max(id)) FROM transfers",
    "SELECT setval(pg_get_serial_sequence('products', 'id'), max(id)) FROM products",
    "SELECT setval(pg_get_serial_sequence('orders', 'id'), max(id)) FROM orders",
    "SELECT setval(pg_get_serial_sequence('orders', 'order_number'), max(id)) FROM orders",
    "SELECT setval(pg_get_serial_sequence('sessions', 'id'), max(id)) FROM sessions",
];
