use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use ledgerstore::admin::audit::audit;
use ledgerstore::models::StockMovement;
use ledgerstore::shop::{self, Line};
use ledgerstore::types::ProductId;

use super::assert_shop_is_right;
use crate::support::{TestDb, lines, product, user};

/// A product's history, the oldest first: change, stock after it, order, reason.
fn history(conn: &mut PgConnection, product: ProductId) -> Vec<String> {
    let mut movements = StockMovement::of_product(conn, product, None, 100).unwrap();
    movements.reverse();
    let numbers: Vec<_> = movements.iter().map(|movement| movement.number).collect();
    assert_eq!(numbers, (1..=movements.len() as i64).collect::<Vec<_>>());
    let order = |m: &StockMovement| m.order_id.map_or("-".to_owned(), |order| order.to_string());
    movements.iter().map(|m| format!("{:+} {} {} {}", m.change, m.stock_after, order(m), m.reason)).collect()
}

#[test]
fn every_change_of_a_stock_leaves_a_movement_that_says_why() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna");
    let (tea, mug) = (product(conn, "TEA", 6_50, 10), product(conn, "MUG", 14_00, 0));
    shop::restock(conn, mug.id, 3).unwrap();
    let both = [Line::new(tea.id, 2), Line::new(mug.id, 3)];
    let first = shop::place_order(conn, anna.id, &both).unwrap().order.id;
    shop::place_order(conn, anna.id, &both[..1]).unwrap();
    shop::cancel(conn, first).unwrap();
    // Another name or price is no movement.
    conn.batch_execute("UPDATE products SET name = 'Green tea', price = 7").unwrap();
    conn.batch_execute("UPDATE products SET stock_quantity = stock_quantity - 1 WHERE sku = 'TEA'").unwrap();
    let tea_history =
        ["+10 10 - received", "-2 8 1 ordered", "-2 6 2 ordered", "+2 8 1 returned", "-1 7 - removed"];
    assert_eq!(history(conn, tea.id), tea_history);
    assert_eq!(history(conn, mug.id), ["+3 3 - received", "-3 0 1 ordered", "+3 3 1 returned"]);
    let later = StockMovement::of_product(conn, tea.id, Some(3), 1).unwrap();
    assert_eq!(later.iter().map(|m| m.number).collect::<Vec<_>>(), [2]);
    assert_shop_is_right(conn);
}

/// What a raw statement does, and the history of the first product that it leaves.
const RAW: [(&str, &[&str]); 9] = [
    (
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price)
         VALUES (1, 1, 'EUR', 4, 1), (2, 1, 'EUR', 3, 1), (1, 2, 'EUR', 1, 1)",
        &["+10 10 - received", "-3 7 2 ordered", "-4 3 1 ordered"],
    ),
    // One gives back what the other takes: the history never dips under zero on its way.
    (
        "UPDATE order_items SET quantity = CASE order_id WHEN 1 THEN 9 ELSE 1 END WHERE product_id = 1",
        &["+2 5 2 returned", "-5 0 1 ordered"],
    ),
    ("UPDATE order_items SET product_id = 3 WHERE order_id = 2", &["+1 1 2 returned"]),
    (
        "UPDATE order_items SET order_id = 2 WHERE order_id = 1 AND product_id = 1",
        &["+9 10 1 returned", "-9 1 2 ordered"],
    ),
    ("UPDATE order_items SET unit_price = 2", &[]),
    ("DELETE FROM order_items WHERE product_id = 1", &["+9 10 2 returned"]),
    (
        "INSERT INTO products (sku, name, price, currency, stock_quantity) VALUES ('P1', 'P', 1, 'EUR', 4)
         ON CONFLICT (sku) DO UPDATE SET stock_quantity = products.stock_quantity + excluded.stock_quantity",
        &["+4 14 - received"],
    ),
    (
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price) VALUES (1, 1, 'EUR', 4, 1)",
        &["-4 10 1 ordered"],
    ),
    ("DELETE FROM orders", &["+4 14 1 returned"]),
];

#[test]
fn raw_sql_moves_the_stock_by_the_same_rules() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna").id;
    let [first, ..] = ["P1", "P2", "P3"].map(|sku| product(conn, sku, 1_00, 10).id);
    let orders = format!("INSERT INTO orders (user_id, currency) VALUES ({anna}, 'EUR'), ({anna}, 'EUR')");
    conn.batch_execute(&orders).unwrap();
    let mut expected = Vec::new();
    for (sql, movements) in RAW {
        conn.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        expected.extend_from_slice(movements);
        assert_eq!(history(conn, first), expected, "{sql}");
        let findings: Vec<_> =
            audit(conn, &[], &mut ()).unwrap().into_iter().flat_map(|o| o.findings).collect();
        assert_eq!(findings, [""; 0], "{sql}");
    }
}

/// A shop's own trigger that books deliveries into the stock is no way around the history.
#[test]
fn a_change_from_within_a_trigger_is_recorded_too() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let tea = product(conn, "TEA", 6_50, 10);
    conn.batch_execute(
        "CREATE TABLE deliveries (pieces INTEGER);
         CREATE FUNCTION take_in() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN UPDATE products SET stock_quantity = stock_quantity + NEW.pieces; RETURN NULL; END $$;
         CREATE TRIGGER take_in AFTER INSERT ON deliveries FOR EACH ROW EXECUTE FUNCTION take_in();
         INSERT INTO deliveries VALUES (5), (6)",
    )
    .unwrap();
    assert_eq!(history(conn, tea.id), ["+10 10 - received", "+5 15 - received", "+6 21 - received"]);
}

#[test]
fn copied_products_have_a_history() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    conn.batch_execute(
        "INSERT INTO products (sku, name, price, currency, stock_quantity)
         SELECT 'P' || n, 'P', 1, 'EUR', n FROM generate_series(0, 20) AS n;
         UPDATE products SET stock_quantity = stock_quantity * 2",
    )
    .unwrap();
    let counted = lines(conn, "SELECT format('%s %s', count(*), sum(change)) AS line FROM stock_movements");
    assert_eq!(counted, ["40 420"], "nothing for the product without stock");
}

#[test]
fn the_audit_finds_what_was_done_around_the_triggers() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna").id;
    let tea = product(conn, "TEA", 6_50, 10).id;
    shop::restock(conn, tea, 5).unwrap();
    shop::place_order(conn, anna, &[Line::new(tea, 2)]).unwrap();
    shop::restock(conn, tea, 1).unwrap();
    let broken = |fault: &str| {
        let conn = &mut db.conn();
        conn.test_transaction::<_, diesel::result::Error, _>(|conn| {
            conn.batch_execute(&format!("SET LOCAL session_replication_role = replica; {fault}"))?;
            let broken =
                audit(conn, &[], &mut ()).unwrap().into_iter().filter(|outcome| !outcome.findings.is_empty());
            Ok(broken.map(|outcome| outcome.name).collect::<Vec<_>>())
        })
    };
    assert_eq!(broken("UPDATE products SET stock_quantity = 99"), ["stock-matches-movements"]);
    assert_eq!(
        broken("DELETE FROM stock_movements WHERE number = 2"),
        ["stock-movements-gapless", "stock-movements-add-up", "stock-matches-movements"]
    );
    assert_eq!(broken("UPDATE stock_movements SET order_id = NULL"), ["orders-match-movements"]);
    assert_eq!(
        broken("UPDATE stock_movements SET order_id = 7 WHERE number = 3"),
        ["orders-match-movements"]
    );
    assert_eq!(
        broken("UPDATE orders SET status = 'cancelled'"),
        ["orders-match-movements"],
        "cancelled, but nothing came back"
    );
}

/// Data of an earlier day, written now, have a history of that day; it never goes back, nor ahead of now.
#[test]
fn a_movement_takes_the_time_of_what_caused_it() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let anna = user(conn, "anna").id;
    conn.batch_execute(&format!(
        "INSERT INTO products (sku, name, price, currency, stock_quantity, created_at) VALUES ('TEA', 'Tea', 1, 'EUR', 9, '2025-01-01Z');
         INSERT INTO orders (user_id, currency) SELECT {anna}, 'EUR' FROM generate_series(1, 4);
         INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price, created_at) VALUES
             (1, 1, 'EUR', 2, 1, '2025-01-03Z'), (2, 1, 'EUR', 1, 1, '2025-01-02Z');
         UPDATE orders SET status = 'cancelled', updated_at = '2025-01-05Z' WHERE id = 1;
         INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price, created_at) VALUES (3, 1, 'EUR', 1, 1, '2025-01-04Z');
         UPDATE products SET stock_quantity = stock_quantity + 5, updated_at = '2025-01-06Z'"
    ))
    .unwrap();
    let dated = "SELECT format('%s %s', change, (created_at AT TIME ZONE 'UTC')::DATE) AS line FROM stock_movements ORDER BY number";
    let told =
        ["9 2025-01-01", "-1 2025-01-02", "-2 2025-01-03", "2 2025-01-05", "-1 2025-01-05", "5 2025-01-06"];
    assert_eq!(lines(conn, dated), told);

    conn.batch_execute(
        "INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price, created_at)
         VALUES (4, 1, 'EUR', 1, 1, '2999-01-01Z');
         UPDATE order_items SET quantity = 2 WHERE order_id = 4;
         DELETE FROM orders WHERE id = 4",
    )
    .unwrap();
    let of_now = "SELECT format('%s %s', change, created_at BETWEEN now() - INTERVAL '1 hour' AND clock_timestamp()) AS line
        FROM stock_movements WHERE number > 6 ORDER BY number";
    assert_eq!(lines(conn, of_now), ["-1 t", "-1 t", "2 t"]);
}
