use diesel::connection::SimpleConnection;

use crate::support::TestDb;

/// A database in which every kind of row is there to be attacked, under numbers that the cases know.
pub(super) fn world() -> TestDb {
    let db = TestDb::new();
    db.conn().batch_execute(WORLD).unwrap();
    db
}

const WORLD: &str = "
-- Users: the house is 1.
INSERT INTO users (username, email, full_name, hashed_password) VALUES
    ('anna', 'anna@example.com', 'Anna', '$2b$12$' || repeat('a', 53)), ('ben', 'ben@example.com', 'Ben', '!'), ('carl', 'carl@example.com', 'Carl', '!');
-- Sessions: 1 awaits its code, 2 is dead, 3 is confirmed.
INSERT INTO sessions (user_id, session_verifier, otp_code_encrypted, otp_code_expires_at, expires_at)
SELECT 2, sha256(cookie), '\\x01', now() + INTERVAL '10 minutes', now() + INTERVAL '1 day'
FROM unnest('{cookie,dead,confirmed}'::BYTEA[]) AS cookie;
UPDATE sessions SET otp_code_attempts = 5 WHERE id = 2;
UPDATE sessions SET otp_code_confirmed = true, otp_code_attempts = 4 WHERE id = 3;

-- Accounts 1 to 5: the last two hold dollars, Anna's and the house's.
INSERT INTO accounts (owner, currency, overdraft_limit) VALUES
    ('house', 'EUR', NULL), ('anna', 'EUR', 0), ('ben', 'EUR', 0), ('anna', 'USD', 0), ('house', 'USD', NULL);
-- Transfers 1 and 2.
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, idempotency_key) VALUES
    (1, 2, 'EUR', 10000, 'salary'), (2, 3, 'EUR', 2500, NULL);

INSERT INTO products (sku, name, price, currency, stock_quantity) VALUES
    ('TEA', 'Tea', 6.50, 'EUR', 10), ('YACHT', 'Yacht', 60000000, 'EUR', 5), ('JET', 'Jet', 60000000, 'EUR', 5),
    ('SAKE', 'Sake', 1200, 'JPY', 3);

-- Orders: 1 is pending, 2 confirmed and paid by transfer 3, 3 empty, 4 paid by transfer 4, cancelled, refunded by 5.
INSERT INTO orders (user_id, order_number, currency) VALUES (2, 'FIRST', 'EUR'), (2, 'PAID', 'EUR'), (2, 'EMPTY', 'EUR'), (2, 'REFUNDED', 'EUR');
INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES
    (1, 1, 'EUR', 2, 6.50), (2, 1, 'EUR', 1, 6.50), (4, 1, 'EUR', 1, 6.50);
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES
    (2, 1, 'EUR', 650, NULL), (2, 1, 'EUR', 650, NULL);
UPDATE orders SET status = 'confirmed', payment_transfer_id = id + 1 WHERE id = 2;
UPDATE orders SET status = 'confirmed', payment_transfer_id = id WHERE id = 4;
INSERT INTO transfers (from_account_id, to_account_id, currency, amount, reverses_id) VALUES (1, 2, 'EUR', 650, 4);
UPDATE orders SET status = 'cancelled', refund_transfer_id = 5 WHERE id = 4;";
