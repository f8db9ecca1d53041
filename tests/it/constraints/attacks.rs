use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::admin::audit;
use ledgerstore::database::error::violated_rule;
use ledgerstore::schema::transfers;

use super::fixture;
use crate::support::{lines, raw_error, rows};

/// Anna's balance and version, and how many entries there are.
fn anna(conn: &mut PgConnection) -> String {
    let sql = "SELECT format('%s %s %s', balance, version, (SELECT count(*) FROM public.entries)) AS line
               FROM public.accounts WHERE id = 2";
    lines(conn, sql).remove(0)
}

fn assert_books_balance(conn: &mut PgConnection) {
    let outcomes = audit::audit(conn, &[], &mut ()).unwrap();
    assert!(!outcomes.is_empty());
    assert!(outcomes.iter().all(|outcome| outcome.findings.is_empty()), "{outcomes:#?}");
}

/// Two ways to put tables of one's own before the ledger's: they come first in the client's search path.
const IMPOSTORS: [&str; 2] = [
    "CREATE TEMPORARY TABLE accounts (LIKE public.accounts);
     CREATE TEMPORARY TABLE entries (LIKE public.entries INCLUDING IDENTITY);
     CREATE TEMPORARY TABLE products (LIKE public.products);
     CREATE TEMPORARY TABLE orders (LIKE public.orders);
     CREATE TEMPORARY TABLE stock_movements (LIKE public.stock_movements INCLUDING IDENTITY);
     INSERT INTO accounts SELECT * FROM public.accounts;
     UPDATE accounts SET balance = 1000000000",
    "DO $$BEGIN EXECUTE format('CREATE SCHEMA %I', session_user); END$$;
     CREATE TABLE accounts (LIKE public.accounts);
     CREATE TABLE entries (LIKE public.entries INCLUDING IDENTITY);
     CREATE TABLE products (LIKE public.products);
     CREATE TABLE orders (LIKE public.orders);
     CREATE TABLE stock_movements (LIKE public.stock_movements INCLUDING IDENTITY);
     INSERT INTO accounts SELECT * FROM public.accounts;
     UPDATE accounts SET balance = 1000000000",
];

#[test]
fn tables_of_the_clients_own_do_not_capture_a_posting() {
    for impostors in IMPOSTORS {
        let db = fixture::world();
        let conn = &mut db.conn();
        assert_eq!(anna(conn), "6850 5 10");
        conn.batch_execute(impostors).unwrap();
        for batch in ["(2, 3, 'EUR', 1)", "(2, 3, 'EUR', 1), (2, 3, 'EUR', 1)"] {
            let sql = format!(
                "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES {batch}"
            );
            conn.batch_execute(&sql).unwrap();
        }
        assert_eq!(anna(conn), "6847 8 16");
        let overdraft = "INSERT INTO transfers (from_account_id, to_account_id, currency, amount) VALUES (2, 3, 'EUR', 6848)";
        assert_eq!(raw_error(conn, overdraft), "accounts_balance_within_overdraft");
        conn.batch_execute("DELETE FROM order_items WHERE order_id = 1").unwrap();
        let stock = lines(conn, "SELECT stock_quantity::TEXT AS line FROM public.products WHERE id = 1");
        assert_eq!(stock, ["9"]);
        assert_eq!(lines(conn, "SELECT id::TEXT AS line FROM entries"), [""; 0], "the impostor");
        assert_eq!(lines(conn, "SELECT id::TEXT AS line FROM stock_movements"), [""; 0], "the impostor");
        let past_the_impostors = &mut db.conn();
        past_the_impostors.batch_execute("SET search_path = public").unwrap();
        assert_books_balance(past_the_impostors);
    }
}

fn copy(conn: &mut PgConnection, rows: &str) -> QueryResult<usize> {
    let columns =
        (transfers::from_account_id, transfers::to_account_id, transfers::currency, transfers::amount);
    diesel::copy_from(transfers::table)
        .from_raw_data(columns, |data| {
            data.write_all(rows.as_bytes()).map_err(|e| diesel::result::Error::SerializationError(e.into()))
        })
        .execute(conn)
}

#[test]
fn copied_transfers_are_posted_and_obey_the_rules() {
    let db = fixture::world();
    let conn = &mut db.conn();
    assert_eq!(copy(conn, "2\t3\tEUR\t100\n3\t2\tEUR\t50\n1\t2\tEUR\t1\n").unwrap(), 3);
    assert_eq!(anna(conn), "6801 8 16");
    let refused = [
        ("2\t3\tEUR\t6802\n1\t2\tEUR\t5000\n", "accounts_balance_within_overdraft"),
        ("2\t3\tEUR\t0\n", "transfers_amount_range"),
        ("2\t4\tEUR\t1\n", "transfers_to_account_fkey"),
    ];
    for (rows, rule) in refused {
        assert_eq!(violated_rule(&copy(conn, rows).unwrap_err()), Some(rule), "{rows}");
    }
    assert_eq!(anna(conn), "6801 8 16");
    assert_books_balance(conn);
}

#[test]
fn a_cascade_and_a_rename_go_past_the_guards_as_they_should() {
    let db = fixture::world();
    let conn = &mut db.conn();
    conn.batch_execute("UPDATE users SET username = 'Anna' WHERE id = 2").unwrap();
    assert_eq!(lines(conn, "SELECT owner AS line FROM accounts WHERE id IN (2, 4)"), ["Anna", "Anna"]);
    assert_eq!(anna(conn), "6850 5 10");
    conn.batch_execute("DELETE FROM orders WHERE id = 1").unwrap();
    assert_eq!(lines(conn, "SELECT stock_quantity::TEXT AS line FROM products WHERE id = 1"), ["9"]);
    assert_eq!(lines(conn, "SELECT id::TEXT AS line FROM order_items WHERE order_id = 1"), [""; 0]);
    assert_books_balance(conn);
}

#[test]
fn refused_statements_leave_the_books_as_they_were() {
    let db = fixture::world();
    let conn = &mut db.conn();
    let before = rows(conn);
    for (_, setup, offence) in super::SUBJECTS.concat() {
        super::violated(conn, setup, offence);
    }
    assert_eq!(rows(conn), before);
    assert_books_balance(conn);
}
