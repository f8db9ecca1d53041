//! What comes before the first row and after the last.

/// Checks that are left for the commit would pile up until then. Numbers that the database gives by itself begin at 1, also
/// where an earlier seeding was broken off: rolling back gives no numbers back. And the house is as old as its world.
pub(super) const BEGINNING: [&str; 5] = [
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SELECT setval(pg_get_serial_sequence('entries', 'id'), 1, false)",
    "SELECT setval(pg_get_serial_sequence('order_items', 'id'), 1, false)",
    "SELECT setval(pg_get_serial_sequence('stock_movements', 'id'), 1, false)",
    "UPDATE users SET created_at = '2024-01-01 00:00:00+00', password_changed_at = '2024-01-01 00:00:00+00',
        updated_at = '2024-01-01 00:00:00+00' WHERE username = 'house'",
];

/// Told nothing of the tables, the planner would read the whole of them for each order that is confirmed.
pub(super) const BEFORE_THE_YEAR: &str =
    "ANALYZE users, accounts, transfers, entries, products, stock_movements";

/// Products have changed as their stock did, not just now; the next row of each table gets the next number; and the planner
/// knows how much there is as soon as somebody looks at it.
pub(super) const ENDING: [&str; 9] = [
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
    "ANALYZE users, sessions, accounts, transfers, entries, products, stock_movements, orders, order_items",
];
