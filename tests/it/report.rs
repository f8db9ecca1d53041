//! The report: its figures are the database's own, and nothing in it breaks out.

use bigdecimal::BigDecimal;
use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::admin::audit::checks;
use ledgerstore::admin::report::{Report, Step, html, report};
use ledgerstore::types::{Currency, OrderStatus};
use roxmltree::Document;

use crate::support::{TestDb, account, house, lines, product, user};

/// Deposits and payments on several days in the past, in two currencies, and orders on several days.
fn past(conn: &mut PgConnection) {
    let (anna, ben) = (account(conn, "anna", Currency::EUR).id, account(conn, "ben", Currency::EUR).id);
    let yen = account(conn, "ben", Currency::JPY).id;
    let house_eur = house(conn).id;
    let house_jpy = ledgerstore::ledger::house_account(conn, Currency::JPY).unwrap().id;
    for (from, to, currency, amount, day) in [
        (house_eur, anna, "EUR", 1_000_00, "2026-01-01 23:59:59.999Z"),
        (anna, ben, "EUR", 300_00, "2026-01-02 00:00:00Z"),
        (house_jpy, yen, "JPY", 5_000, "2026-01-03 01:00:00+02"),
        (ben, house_eur, "EUR", 100_00, "2026-01-20 08:00:00Z"),
        (house_eur, anna, "EUR", 34_567_89, "2026-01-31 08:00:00Z"),
    ] {
        conn.batch_execute(&format!(
            "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, created_at)
             VALUES ({from}, {to}, '{currency}', {amount}, '{day}')"
        ))
        .unwrap();
    }
    orders(conn);
}

fn orders(conn: &mut PgConnection) {
    let item = product(conn, "TEA", 6_50, 11).id;
    let buyer = user(conn, "carla").id;
    for day in ["2026-01-05", "2026-01-05", "2026-02-07"] {
        conn.batch_execute(&format!(
            "WITH o AS (INSERT INTO orders (user_id, currency, created_at) VALUES ({buyer}, 'EUR', '{day}') RETURNING id)
             SELECT id FROM o;
             INSERT INTO order_items (order_id, product_id, currency, quantity, unit_price)
             SELECT max(id), {item}, 'EUR', 1, 6.50 FROM orders"
        ))
        .unwrap();
    }
    conn.batch_execute("UPDATE orders SET status = 'cancelled' WHERE id = (SELECT min(id) FROM orders)")
        .unwrap();
}

fn made(conn: &mut PgConnection) -> Report {
    report(conn, 10, &mut ()).unwrap()
}

fn day(text: &str) -> NaiveDateTime {
    format!("{text}T00:00:00").parse().unwrap()
}

#[test]
fn money_in_circulation_is_what_the_accounts_hold() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    past(conn);
    let report = made(conn);
    let held = lines(
        conn,
        "SELECT format('%s %s', currency, sum(balance)) AS line FROM accounts WHERE owner <> 'house' GROUP BY currency ORDER BY 1",
    );
    let now = report.circulation.iter().map(|of| format!("{} {}", of.currency, of.points.last().unwrap().1));
    assert_eq!(held, ["EUR 3546789", "JPY 5000"]);
    assert_eq!(now.collect::<Vec<_>>(), held);
    let euros = &report.circulation[0];
    assert_eq!((euros.step, euros.points.len()), (Step::Day, 31));
    for (at, minor) in
        [("2026-01-01", 1_000_00), ("2026-01-02", 1_000_00), ("2026-01-19", 1_000_00), ("2026-01-20", 900_00)]
    {
        assert!(euros.points.contains(&(day(at), BigDecimal::from(minor))), "{at}: {euros:?}");
    }
    let yen = &report.circulation[1];
    assert_eq!(yen.points[0].1, BigDecimal::from(0));
    assert_eq!(
        yen.points[1],
        (day("2026-01-02"), BigDecimal::from(5_000)),
        "01:00 two hours east is the day before"
    );
}

#[test]
fn orders_are_counted_by_status_and_time() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    past(conn);
    let orders = made(conn).orders;
    assert_eq!(orders.timeline.unwrap().step, Step::Day);
    assert_eq!(orders.placed.len(), 34, "every day from the first to the last");
    assert_eq!(orders.placed[0], (day("2026-01-05"), [1, 0, 0, 0, 1]));
    assert_eq!(orders.placed[1].1, [0; 5]);
    assert_eq!(orders.placed[33], (day("2026-02-07"), [1, 0, 0, 0, 0]));
    let totals: Vec<_> =
        orders.totals.iter().map(|one| (one.status, one.orders, one.amount.to_string())).collect();
    assert_eq!(
        totals,
        [(OrderStatus::Pending, 2, "13.00".to_owned()), (OrderStatus::Cancelled, 1, "6.50".to_owned())]
    );
}

#[test]
fn long_times_are_summed_up_so_that_charts_stay_readable() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, from) = (account(conn, "anna", Currency::EUR).id, house(conn).id);
    let years = format!(
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, created_at)
         SELECT {from}, {anna}, 'EUR', 1, at FROM generate_series('2020-01-15 00:00Z'::TIMESTAMPTZ, '2025-12-15 00:00Z', '1 day') AS at"
    );
    conn.batch_execute(&years).unwrap();
    let of = &made(conn).circulation[0];
    assert_eq!((of.step, of.points.len()), (Step::Month, 72));
    assert_eq!(of.points[0], (day("2020-01-01"), BigDecimal::from(17)));
    let all = lines(conn, "SELECT count(*)::TEXT AS line FROM transfers");
    assert_eq!(of.points[71].1.to_string(), all[0]);
}

#[test]
fn the_page_holds_every_section_and_the_figures() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    past(conn);
    let page = html(&made(conn)).unwrap();
    for heading in
        ["Money in circulation", "Orders", "Busiest accounts", "Low stock", "Audit", "Tables", "Schema"]
    {
        assert!(page.contains(&format!("-heading\">{heading}</h2>")), "{heading}");
    }
    let shown = [
        "35,467.89",
        "5,000",
        "<td class=\"number\">13.00 EUR</td>",
        &format!("{} checks, nothing found", checks().count()),
        "35,267.89 EUR",
    ];
    let shown = shown.into_iter().filter(|text| !page.contains(text)).collect::<Vec<_>>();
    assert_eq!(shown, [""; 0]);
    assert!(page.contains("Fewer than 10 pieces: 1 product."), "of eleven pieces two are sold");
    for foreign in ["<script", "http://", "https://", "$2b$", "@example.com", "url("] {
        let rest = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!rest.contains(foreign), "{foreign}");
    }
}

#[test]
fn every_drawing_is_sound_xml_in_the_colours_of_the_page() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    past(conn);
    let page = html(&made(conn)).unwrap();
    let drawings: Vec<_> = page.split("<svg ").skip(1).filter_map(|rest| rest.split_once("</svg>")).collect();
    assert_eq!(drawings.len(), 4, "two currencies, the orders and the schema");
    for (drawing, _) in drawings {
        Document::parse(&format!("<svg {drawing}</svg>")).unwrap();
        assert!(drawing.contains("var(--") && !drawing.contains("=\"#"), "{drawing}");
    }
}

#[test]
fn names_cannot_break_out_of_the_page() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    past(conn);
    conn.batch_execute(
        r#"UPDATE users SET username = '<script>alert("anna")</script>' WHERE username = 'anna';
           UPDATE products SET name = '<img src=x onerror=alert(1)>', sku = '"><b>&';
           COMMENT ON TABLE users IS '</title></svg><script>alert(2)</script>';"#,
    )
    .unwrap();
    let page = html(&made(conn)).unwrap();
    for (text, escaped) in [
        ("<script", "&lt;script&gt;alert(&quot;anna&quot;)&lt;/script&gt;"),
        ("<img", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<b>", "&quot;&gt;&lt;b&gt;&amp;"),
        ("</title></svg>", "&lt;/title&gt;&lt;/svg&gt;&lt;script&gt;alert(2)"),
    ] {
        assert!(!page.contains(text) && page.contains(escaped), "{text}");
    }
}

#[test]
fn what_the_audit_finds_is_on_top() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    past(conn);
    conn.batch_execute("SET session_replication_role = replica; UPDATE products SET stock_quantity = 5")
        .unwrap();
    let page = html(&made(conn)).unwrap();
    let (top, _) = page.split_once("<h2").unwrap();
    let broken = format!("✗ Broken: 1 of {} checks found something.", checks().count());
    assert!(top.contains(&broken), "{top}");
    assert!(page.contains("<li>product 1</li>"));
}

#[test]
fn an_empty_database_has_a_page_too() {
    let db = TestDb::new();
    let report = made(&mut db.conn());
    assert!(report.circulation.is_empty() && report.orders.placed.is_empty() && report.busiest.is_empty());
    let page = html(&report).unwrap();
    for text in [
        "No money has moved yet.",
        "There are no orders yet.",
        "No account has an entry yet.",
        "No product has fewer than 10 pieces.",
    ] {
        assert!(page.contains(text), "{text}");
    }
}
