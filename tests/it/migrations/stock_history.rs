use diesel::connection::SimpleConnection;
use ledgerstore::admin::audit;
use ledgerstore::database::migrations;

use super::{alone, up_to};
use crate::support::{TestDb, lines};

/// A shop that has sold before its movements were recorded: a pending order, a paid one and a cancelled one.
const SHOP: &str = "
INSERT INTO users (username, email, full_name, hashed_password) VALUES ('anna', 'anna@example.com', 'Anna', '!');
INSERT INTO accounts (owner, currency, overdraft_limit) VALUES ('house', 'EUR', NULL), ('anna', 'EUR', 1000);
INSERT INTO products (sku, name, price, currency, stock_quantity) VALUES
    ('TEA', 'Tea', 1, 'EUR', 10), ('MUG', 'Mug', 2, 'EUR', 2), ('NEVER', 'Never there', 3, 'EUR', 0);
INSERT INTO orders (user_id, currency) SELECT id, 'EUR' FROM users, generate_series(1, 3) WHERE username = 'anna';
INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES
    (2, 1, 'EUR', 3, 1), (1, 1, 'EUR', 4, 1), (1, 2, 'EUR', 2, 2), (3, 1, 'EUR', 1, 1);
INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (2, 1, 'EUR', 300);
UPDATE orders SET status = 'confirmed', payment_transfer_id = 1 WHERE id = 2;
UPDATE orders SET status = 'cancelled' WHERE id = 3;";

const HISTORY: &str =
    "SELECT format('%s: %s %s %s %s %s', sku, number, change, stock_after, order_id, reason) AS line
    FROM stock_movements m JOIN products p ON p.id = m.product_id ORDER BY product_id, number";

#[test]
fn a_live_shop_gets_the_history_that_its_orders_tell() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    up_to(conn, "record_stock_movements");
    conn.batch_execute(SHOP).unwrap();
    migrations::up(conn, Some(1), alone).unwrap();
    let told = [
        "TEA: 1 10 10  received",
        "TEA: 2 -3 7 2 ordered",
        "TEA: 3 -4 3 1 ordered",
        "MUG: 1 2 2  received",
        "MUG: 2 -2 0 1 ordered",
    ];
    assert_eq!(lines(conn, HISTORY), told);

    // It goes on from there, for orders of before as for new ones.
    conn.batch_execute("UPDATE orders SET status = 'cancelled' WHERE id = 1").unwrap();
    let gone_on = lines(conn, HISTORY);
    assert!(gone_on.contains(&"TEA: 4 4 7 1 returned".to_owned()), "{gone_on:?}");
    assert!(gone_on.contains(&"MUG: 3 2 2 1 returned".to_owned()), "{gone_on:?}");
    migrations::up(conn, None, alone).unwrap();
    let outcomes = audit::audit(conn, &[], &mut ()).unwrap();
    assert!(!outcomes.is_empty());
    assert!(outcomes.iter().all(|outcome| outcome.findings.is_empty()), "{outcomes:#?}");
}
