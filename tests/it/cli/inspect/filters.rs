//! Stretches of time.

use diesel::connection::SimpleConnection;
use ledgerstore::types::Currency;

use super::super::program::Program;
use crate::support::{TestDb, account, house};

/// Three transfers, of the first days of 2026.
fn january() -> TestDb {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let (anna, house) = (account(conn, "anna", Currency::EUR).id, house(conn).id);
    for day in 1..=3 {
        conn.batch_execute(&format!(
            "INSERT INTO transfers (from_account_id, to_account_id, currency, amount, created_at)
             VALUES ({house}, {anna}, 'EUR', {day}, '2026-01-0{day} 12:00Z')"
        ))
        .unwrap();
    }
    db
}

fn ids(program: &Program, arguments: &[&str]) -> Vec<i64> {
    let run = program.ok(&[&["--format", "json", "inspect"], arguments].concat());
    let rows: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[test]
fn transfers_of_a_time_are_found_in_all_and_in_one_account() {
    let db = january();
    let program = Program::on(&db);
    for account in [&[][..], &["--account", "anna/EUR"], &["--account", "house/EUR"]] {
        for (stretch, expected) in [
            (&["--since", "2026-01-02"][..], &[3, 2][..]),
            (&["--until", "2026-01-02"], &[1]),
            (&["--since", "2026-01-02T12:00:00Z", "--until", "2026-01-03T12:00:00Z"], &[2]),
            (&["--since", "2026-01-02T13:00:00+01:00", "--sort", "oldest"], &[2, 3]),
            (&["--since", "1h"], &[]),
            (&["--until", "1h", "--limit", "1"], &[3]),
        ] {
            let arguments = [&["transfers"], account, stretch].concat();
            assert_eq!(ids(&program, &arguments), expected, "{arguments:?}");
        }
    }
}

#[test]
fn a_day_begins_by_the_clock_that_times_are_shown_by() {
    let db = january();
    let day = ["transfers", "--since", "2026-01-02", "--until", "2026-01-03"];
    let east = Program::on(&db).with("TZ", "Asia/Tokyo");
    assert_eq!(ids(&east, &day), [2]);
    // Twelve o'clock UTC is the next day there.
    let far_east = Program::on(&db).with("TZ", "<+13>-13");
    assert_eq!(ids(&far_east, &day), [1]);
    assert_eq!(ids(&far_east, &[&day[..], &["--utc"]].concat()), [2]);
}

#[test]
fn orders_older_than_an_age_are_found() {
    let db = january();
    db.conn()
        .batch_execute(
            "INSERT INTO orders (user_id, currency, created_at)
             SELECT users.id, 'EUR', now() - make_interval(days => days)
             FROM users, (VALUES (0), (2), (9)) ages (days) WHERE username = 'anna' ORDER BY days",
        )
        .unwrap();
    let program = Program::on(&db);
    assert_eq!(ids(&program, &["orders"]), [1, 2, 3]);
    assert_eq!(ids(&program, &["orders", "--older-than", "1d"]), [2, 3]);
    assert_eq!(ids(&program, &["orders", "--older-than", "1w", "--status", "pending"]), [3]);
    assert_eq!(ids(&program, &["orders", "--older-than", "47h", "--sort", "oldest"]), [3, 2]);
}
