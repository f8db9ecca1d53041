use diesel::connection::SimpleConnection;

use crate::support::TestDb;

/// A sound database in which every check has something to look at, under numbers that the cases know.
pub(super) fn world() -> TestDb {
    let db = TestDb::new();
    db.conn().batch_execute(WORLD).unwrap();
    db
}

const WORLD: &str = "
-- Users: the house is 1, Carl is deleted.
INSERT INTO users (username, email, full_name, hashed_password, deleted_at)
SELECT name, name || '@example.com', name, '$2b$12$' || repeat('a', 53), CASE name WHEN 'carl' THEN now() END
FROM unnest(ARRAY['anna', 'ben', 'carl']) AS name;
-- Sessions: 1 awaits its code, 2 is confirmed, 3 is dead.
INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at)
SELECT user_id, sha256(cookie), '\\x01', now() + INTERVAL '10 minutes', now() + INTERVAL '1 day'
FROM (VALUES (2, '1'::BYTEA), (2, '2'), (3, '3')) AS of_user (user_id, cookie);
UPDATE sessions SET otp_code_attempts = 2 WHERE id = 1;
UPDATE sessions SET otp_code_confirmed = true WHERE id = 2;
UPDATE sessions SET otp_code_attempts = 5 WHERE id = 3;

INSERT INTO accounts (owner, currency, overdraft_limit) VALUES
    ('house', 'EUR', NULL), ('anna', 'EUR', 0), ('ben', 'EUR', 0), ('house', 'USD', NULL), ('anna', 'USD', 0), ('ben', 'USD', 0);
UPDATE accounts SET closed_at = now() WHERE id = 6;
-- One at a time: the entries of transfer n are 2n - 1, the debit, and 2n.
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key) VALUES (1, 2, 'EUR', 10000, 'salary');
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key) VALUES (2, 3, 'EUR', 2500, 'lunch');
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (3, 2, 'EUR', 500, 2);
INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (2, 1, 'EUR', 100);
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, exchanges_id) VALUES (4, 5, 'USD', 110, 4);
INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (2, 1, 'EUR', 1300);
INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (2, 1, 'EUR', 650);

INSERT INTO products (sku, name, price, currency, stock_quantity) VALUES ('TEA', 'Tea', 6.50, 'EUR', 10);
INSERT INTO products (sku, name, price, currency, stock_quantity) VALUES ('MUG', 'Mug', 14.00, 'EUR', 3);
-- Orders: 1 is confirmed, 2 pending, 3 cancelled and refunded; lines have their order's number.
INSERT INTO orders (user_id, currency) VALUES (2, 'EUR'), (2, 'EUR'), (2, 'EUR');
INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES
    (1, 1, 'EUR', 2, 6.50), (2, 1, 'EUR', 1, 6.50), (3, 1, 'EUR', 1, 6.50);
UPDATE orders SET status = 'confirmed', payment_transfer_id = 6 WHERE id = 1;
UPDATE orders SET status = 'confirmed', payment_transfer_id = 7 WHERE id = 3;
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (1, 2, 'EUR', 650, 7);
UPDATE orders SET status = 'cancelled', refund_transfer_id = 8 WHERE id = 3;";
