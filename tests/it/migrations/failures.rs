use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::database::migrations::{self, MigrationError};

use super::{alone, names, up_to};
use crate::support::{TestDb, catalog, differences, rows};

/// The name in a [`MigrationError::Failed`] and what the server said.
fn failed(error: MigrationError) -> (String, String) {
    match error {
        MigrationError::Failed(failure) => (failure.name, failure.message),
        other => panic!("{other}"),
    }
}

fn named(conn: &mut PgConnection, subject: &str) -> String {
    names(conn).into_iter().find(|name| name.ends_with(subject)).unwrap()
}

#[test]
fn a_failed_one_leaves_nothing_behind_and_goes_on_once_the_cause_is_gone() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    up_to(conn, "create_sessions");
    // In the way of the migration's second half: its table is made by then.
    conn.batch_execute("CREATE TABLE products_in_stock_idx ()").unwrap();
    let (name, reason) = failed(migrations::up(conn, None, alone).unwrap_err());
    assert_eq!(name, named(conn, "create_products"));
    assert_eq!(reason, r#"relation "products_in_stock_idx" already exists"#);
    let status = migrations::status(conn).unwrap();
    let first_pending = status.iter().find(|migration| !migration.applied).unwrap();
    assert_eq!(first_pending.name, name, "those before it stay");

    conn.batch_execute("DROP TABLE products_in_stock_idx").unwrap();
    migrations::up(conn, None, alone).unwrap();
    assert_eq!(differences(&catalog(&mut TestDb::new().conn()), &catalog(conn)), [""; 0]);
}

#[test]
fn what_a_failed_one_made_is_gone() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    up_to(conn, "create_products");
    conn.batch_execute("CREATE TABLE products_in_stock_idx ()").unwrap();
    let before = catalog(conn);
    migrations::up(conn, Some(1), alone).unwrap_err();
    assert_eq!(differences(&before, &catalog(conn)), [""; 0]);
}

#[test]
fn a_failed_revert_or_redo_changes_nothing() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    up_to(conn, "guard_orders");
    migrations::up(conn, Some(1), alone).unwrap();
    // The function is the last thing that the revert drops; the triggers are gone by then.
    conn.batch_execute(
        "CREATE TRIGGER in_the_way BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION check_order_step()",
    )
    .unwrap();
    let (before, held) = (catalog(conn), rows(conn));
    let guard_orders = named(conn, "guard_orders");
    for error in
        [migrations::down(conn, 3, alone).unwrap_err(), migrations::redo(conn, 3, alone).unwrap_err()]
    {
        let (name, reason) = failed(error);
        assert_eq!(name, guard_orders);
        assert!(reason.contains("cannot drop function check_order_step()"), "{reason}");
    }
    assert_eq!(differences(&before, &catalog(conn)), [""; 0]);
    assert_eq!(rows(conn), held);
}

#[test]
fn a_redo_that_fails_halfway_changes_nothing() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    up_to(conn, "add_users");
    migrations::up(conn, Some(1), alone).unwrap();
    // The migration reverts, and then finds what it refuses.
    conn.batch_execute(
        "ALTER TABLE accounts DROP CONSTRAINT owner_currency_key, ADD CONSTRAINT owner_currency_key UNIQUE (owner, currency, id);
         INSERT INTO users (username, email, full_name, hashed_password) VALUES ('anna', 'anna@example.com', 'Anna', '!');
         INSERT INTO accounts (owner, currency) VALUES ('anna', 'EUR'), ('anna', 'EUR')",
    )
    .unwrap();
    let (before, held) = (catalog(conn), rows(conn));
    let (name, reason) = failed(migrations::redo(conn, 1, alone).unwrap_err());
    assert_eq!(name, named(conn, "add_users"));
    assert!(reason.contains("anna holds EUR in accounts 1, 2"), "{reason}");
    assert_eq!(differences(&before, &catalog(conn)), [""; 0]);
    assert_eq!(rows(conn), held);
}
