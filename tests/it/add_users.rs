//! The migration that adds users to a bank that is in use already.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::database::migrations::{self, Extent, MigrationError, Migrations, Options, Runner};

use crate::migrations::{alone, up_to};
use crate::support::{TestDb, catalog, differences, lines, rows};

/// A bank as it is before the migration.
fn bank() -> (TestDb, PgConnection) {
    let db = TestDb::empty();
    let mut conn = db.conn();
    up_to(&mut conn, "add_users");
    (db, conn)
}

fn add_users(conn: &mut PgConnection) -> Result<Vec<String>, MigrationError> {
    migrations::up(conn, Some(1), alone)
}

/// Opens an account for each owner, and one of the house that pays 1, 2, 3, … into them.
fn open_funded(conn: &mut PgConnection, owners: &[&str]) {
    conn.batch_execute(
        "INSERT INTO accounts (owner, currency, overdraft_limit) VALUES ('house', 'EUR', NULL)",
    )
    .unwrap();
    for owner in owners {
        let owner = owner.replace('\'', "''");
        conn.batch_execute(&format!("INSERT INTO accounts (owner, currency) VALUES ('{owner}', 'EUR')"))
            .unwrap();
    }
    conn.batch_execute(
        "INSERT INTO transfers (from_account_id, to_account_id, currency, amount)
         SELECT h.id, a.id, 'EUR', a.id FROM accounts h, accounts a WHERE h.owner = 'house' AND a.owner <> 'house' ORDER BY a.id",
    )
    .unwrap();
}

#[test]
fn each_owner_becomes_a_locked_user_and_keeps_the_money() {
    let owners = [
        "Ann",
        "ann",
        "ann@example.com",
        " Mary Ann ",
        "O'Hara",
        r#"the "Duke""#,
        r"back\slash",
        "$$;--",
        "Žofie",
        "x".repeat(300).leak(),
    ];
    let (_db, mut conn) = bank();
    let conn = &mut conn;
    open_funded(conn, &owners);
    let (before, held) = (catalog(conn), rows(conn));
    let balances = "SELECT format('%s %s', balance, version) AS line FROM accounts ORDER BY id";
    let balances_before = lines(conn, balances);
    assert_eq!(balances_before.len(), owners.len() + 1);

    add_users(conn).unwrap();
    assert_eq!(rows(conn)["accounts"], held["accounts"]);
    assert_eq!(lines(conn, balances), balances_before);
    let users = lines(
        conn,
        "SELECT username AS line FROM users WHERE hashed_password = '!' AND full_name = username ORDER BY id",
    );
    assert_eq!(users[0], "house");
    let mut expected: Vec<_> = owners.iter().map(ToString::to_string).collect();
    expected.sort();
    let mut rest = users[1..].to_vec();
    rest.sort();
    assert_eq!(rest, expected);
    let addresses = lines(
        conn,
        "SELECT DISTINCT lower(email) AS line FROM users WHERE email LIKE 'locked-%@users.invalid'",
    );
    assert_eq!(addresses.len(), owners.len() + 1);

    migrations::down(conn, 1, alone).unwrap();
    assert_eq!(differences(&before, &catalog(conn)), [""; 0]);
    assert_eq!(rows(conn), held);
    add_users(conn).unwrap();
    assert_eq!(rows(conn)["accounts"], held["accounts"]);
}

#[test]
fn an_empty_bank_gets_the_house_alone() {
    let (_db, mut conn) = bank();
    let conn = &mut conn;
    add_users(conn).unwrap();
    assert_eq!(lines(conn, "SELECT username AS line FROM users"), ["house"]);
}

#[test]
fn doubled_accounts_are_all_named_and_nothing_changes() {
    let (_db, mut conn) = bank();
    let conn = &mut conn;
    conn.batch_execute(
        "INSERT INTO accounts (owner, currency) VALUES
             ('ben', 'USD'), ('anna', 'EUR'), ('ben', 'USD'), ('carl', 'EUR'), ('anna', 'EUR'), ('ben', 'USD'), ('ben', 'EUR'),
             ('Anna', 'EUR'), ('anna', 'USD')",
    )
    .unwrap();
    let (before, held) = (catalog(conn), rows(conn));
    let error = add_users(conn).unwrap_err().to_string();
    let pairs = "but anna holds EUR in accounts 2, 5; ben holds USD in accounts 1, 3, 6. ";
    assert!(error.contains(pairs), "{error}");
    assert!(error.contains("add_users failed and left nothing behind"), "{error}");
    assert_eq!(differences(&before, &catalog(conn)), [""; 0]);
    assert_eq!(rows(conn), held);

    conn.batch_execute("UPDATE accounts SET owner = owner || ' ' || id WHERE id IN (3, 5, 6)").unwrap();
    add_users(conn).unwrap();
}

#[test]
fn a_writer_who_stays_is_not_waited_for_for_ever() {
    let (db, mut conn) = bank();
    let conn = &mut conn;
    open_funded(conn, &["anna"]);
    let (before, held) = (catalog(conn), rows(conn));
    let writer = &mut db.conn();
    writer.batch_execute("BEGIN; UPDATE accounts SET overdraft_limit = 5 WHERE owner = 'anna'").unwrap();
    let (migrations, once) =
        (Migrations::embedded().unwrap(), Options { wait: Duration::ZERO, ..Options::default() });
    let error = Runner::new(&migrations, once).up(conn, &Extent::Count(1), &mut ()).unwrap_err();
    assert!(
        matches!(&error, MigrationError::Failed(failure) if failure.message.contains("lock timeout")),
        "{error}"
    );
    assert_eq!(differences(&before, &catalog(conn)), [""; 0]);
    assert_eq!(rows(conn), held);

    writer.batch_execute("COMMIT").unwrap();
    add_users(conn).unwrap();
    assert_eq!(lines(conn, "SELECT overdraft_limit::TEXT AS line FROM accounts WHERE owner = 'anna'"), ["5"]);
}
