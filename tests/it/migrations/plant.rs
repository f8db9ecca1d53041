use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// Plants the rows that become possible with a migration; tells whether there are any.
///
/// Together they keep the books right: what an early migration holds in accounts gets its transfers and its
/// entries as soon as there are tables for them.
pub(crate) fn plant(conn: &mut PgConnection, migration: &str) -> bool {
    let (_, subject) = migration.split_once('_').unwrap();
    let found = PLANTS.iter().find(|(of, _)| *of == subject);
    if let Some((_, sql)) = found {
        conn.batch_execute(sql).unwrap_or_else(|error| panic!("after {migration}: {error}"));
    }
    found.is_some()
}

pub(crate) const PLANTS: &[(&str, &str)] = &[
    (
        "create_accounts",
        "INSERT INTO accounts (owner, currency, balance, overdraft_limit, version, last_posted_at, closed_at) VALUES
             ('house', 'EUR', -10000, NULL, 1, '2026-01-05', NULL), ('Anna@home', 'EUR', 10000, 0, 1, '2026-01-05', NULL),
             ('ben', 'EUR', 0, 500, 0, NULL, NULL), ('ben', 'JPY', 0, 0, 0, NULL, NULL), ('Ben', 'EUR', 0, 0, 0, NULL, '2026-02-01');",
    ),
    (
        "create_transfers",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key, description, created_at)
         SELECT h.id, a.id, 'EUR', 10000, 'opening', 'Carried over', '2026-01-05'
         FROM accounts h, accounts a WHERE h.owner = 'house' AND a.owner = 'Anna@home';",
    ),
    (
        "create_entries",
        "INSERT INTO entries (transfer_id, account_id, amount, account_version, balance_after, created_at)
         SELECT id, from_account_id, -amount, 1, -amount, created_at FROM transfers
         UNION ALL SELECT id, to_account_id, amount, 1, amount, created_at FROM transfers;",
    ),
    (
        "post_transfers",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key)
         SELECT a.id, b.id, 'EUR', 2500, 'lunch' FROM accounts a, accounts b
         WHERE a.owner = 'Anna@home' AND b.owner = 'ben' AND b.currency = 'EUR';
         INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id)
         SELECT to_account_id, from_account_id, currency, 500, id FROM transfers WHERE idempotency_key = 'lunch';",
    ),
    (
        "guard_ledger",
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount)
         SELECT a.id, b.id, 'EUR', cents FROM accounts a, accounts b, generate_series(1, 3) AS cents
         WHERE a.owner = 'ben' AND a.currency = 'EUR' AND b.owner = 'Anna@home';
         INSERT INTO accounts (owner, currency, overdraft_limit) VALUES ('house', 'JPY', NULL);
         INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key)
         SELECT b.id, h.id, 'EUR', 100, 'sold' FROM accounts b, accounts h
         WHERE b.owner = 'ben' AND h.owner = 'house' AND b.currency = 'EUR' AND h.currency = 'EUR';
         INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id)
         SELECT h.id, b.id, 'JPY', 160, t.id FROM accounts b, accounts h, transfers t
         WHERE b.owner = 'ben' AND h.owner = 'house' AND b.currency = 'JPY' AND h.currency = 'JPY' AND t.idempotency_key = 'sold';",
    ),
    (
        "add_users",
        "INSERT INTO users (username, email, full_name, hashed_password) VALUES ('carl', 'carl@example.com', 'Carl', '!');
         INSERT INTO users (username, email, full_name, hashed_password, deleted_at) VALUES ('dora', 'carl@example.com', 'Dora', '!', now());
         INSERT INTO accounts (owner, currency) VALUES ('carl', 'EUR');
         INSERT INTO transfers (from_account_id, to_account_id, currency, amount)
         SELECT h.id, c.id, 'EUR', 50000 FROM accounts h, accounts c WHERE h.owner = 'house' AND h.currency = 'EUR' AND c.owner = 'carl';",
    ),
    (
        "create_sessions",
        "INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at)
         SELECT id, sha256(username::BYTEA), '\\x01', now() + INTERVAL '10 minutes', now() + INTERVAL '1 day' FROM users;
         UPDATE sessions SET otp_code_attempts = 2;",
    ),
    (
        "create_products",
        "INSERT INTO products (sku, name, price, currency, stock_quantity) VALUES
             ('TEA', 'Tea', 6.50, 'EUR', 100), ('SAMPLE', 'Sample', 0, 'EUR', 100), ('SAKE', 'Sake', 1200, 'JPY', 0);",
    ),
    ("create_orders", ORDERS),
    (
        "create_order_items",
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price)
         SELECT o.id, p.id, o.currency, GREATEST(o.total_amount / 6.50, 1), p.price
         FROM orders o JOIN products p ON p.sku = CASE WHEN o.total_amount = 0 THEN 'SAMPLE' ELSE 'TEA' END;",
    ),
    (
        "post_order_items",
        "INSERT INTO orders (user_id, order_number, currency) SELECT id, 'POSTED', 'EUR' FROM users WHERE username = 'carl';
         INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price)
         SELECT o.id, p.id, 'EUR', 3, p.price FROM orders o, products p WHERE o.order_number = 'POSTED' AND p.currency = 'EUR';
         DELETE FROM order_items i USING orders o, products p
         WHERE i.order_id = o.id AND i.product_id = p.id AND o.order_number = 'POSTED' AND p.sku = 'SAMPLE';",
    ),
    ("guard_orders", DELIVERED_ORDER),
];

/// An order in each status but shipped, with totals for the lines to come: paid, given back and free ones.
const ORDERS: &str = "
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key)
SELECT c.id, h.id, 'EUR', 1300, key FROM accounts c, accounts h, unnest(ARRAY['paid', 'refunded']) AS key
WHERE c.owner = 'carl' AND h.owner = 'house' AND h.currency = 'EUR';
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key, reverses_id)
SELECT to_account_id, from_account_id, currency, amount, 'refund', id FROM transfers WHERE idempotency_key = 'refunded';
INSERT INTO orders (user_id, status, currency, total_amount, payment_transfer_id, refund_transfer_id)
SELECT u.id, o.status, 'EUR', o.total, paid.id, refund.id
FROM users u
CROSS JOIN (VALUES ('pending', 6.50, NULL, NULL), ('cancelled', 6.50, NULL, NULL), ('delivered', 0, NULL, NULL),
                   ('confirmed', 13, 'paid', NULL), ('cancelled', 13, 'refunded', 'refund')) AS o (status, total, paid, refund)
LEFT JOIN transfers paid ON paid.idempotency_key = o.paid
LEFT JOIN transfers refund ON refund.idempotency_key = o.refund
WHERE u.username = 'carl';";

const DELIVERED_ORDER: &str = "
INSERT INTO orders (user_id, order_number, currency) SELECT id, 'GUARDED', 'EUR' FROM users WHERE username = 'carl';
INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price)
SELECT o.id, p.id, 'EUR', 2, p.price FROM orders o, products p WHERE o.order_number = 'GUARDED' AND p.sku = 'TEA';
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key)
SELECT c.id, h.id, 'EUR', 1300, 'guarded' FROM accounts c, accounts h WHERE c.owner = 'carl' AND h.owner = 'house' AND h.currency = 'EUR';
UPDATE orders o SET status = 'confirmed', payment_transfer_id = t.id FROM transfers t
WHERE o.order_number = 'GUARDED' AND t.idempotency_key = 'guarded';
UPDATE orders SET status = 'shipped' WHERE order_number = 'GUARDED';
UPDATE orders SET status = 'delivered' WHERE order_number = 'GUARDED';";
