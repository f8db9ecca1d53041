use diesel::connection::SimpleConnection;
use ledgerstore::admin::drift::{advice, drift};
use ledgerstore::admin::reference::{known, reference};
use ledgerstore::database::catalog::{Difference, Kind, Scope, What, describe};
use ledgerstore::database::migrations;

use super::plants::{NO_DRIFT, PLANTS};
use super::{drift_after, with_fault, words};
use crate::support::TestDb;

/// All against one reference: making it anew for each is what takes the time.
#[test]
fn every_fault_is_found_by_its_name_and_nothing_else() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let expected = reference(conn, &known().unwrap(), Scope::default()).unwrap().catalog;
    for (fault, named) in PLANTS {
        let found = with_fault(conn, fault, |conn| expected.differences(&describe(conn).unwrap()));
        assert_eq!(words(&found), named, "{fault}");
    }
    assert_eq!(drift(conn, None, Scope::default()).unwrap().differences, [], "the faults were taken back");
}

#[test]
fn what_no_migration_is_about_is_no_drift() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    for change in NO_DRIFT {
        assert_eq!(drift_after(conn, change), [""; 0], "{change}");
    }
}

#[test]
fn a_table_takes_what_hangs_on_it_along() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    conn.batch_execute("DROP TABLE stock_movements").unwrap();
    let found = drift(conn, None, Scope::default()).unwrap().differences;
    assert!(found.len() > 10, "{:?}", words(&found));
    let (tables, rest): (Vec<_>, Vec<_>) = found.iter().partition(|d| d.kind == Kind::Table);
    assert_eq!(tables.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["stock_movements"]);
    let goes_along = |d: &&Difference| d.table.as_deref() == Some("stock_movements");
    assert!(rest.iter().all(goes_along), "{rest:#?}");
    assert!(found.iter().all(|d| d.what == What::Missing && d.expected.is_some() && d.found.is_none()));
}

#[test]
fn keys_that_are_switched_off_with_all_triggers_are_found() {
    let db = TestDb::new();
    let found = drift_after(&mut db.conn(), "ALTER TABLE entries DISABLE TRIGGER ALL");
    for name in [
        "changed constraint entries.entries_account_id_fkey",
        "changed constraint entries.entries_transfer_id_fkey",
    ] {
        assert!(found.iter().any(|word| word == name), "{name}: {found:?}");
    }
    let triggers = found.iter().filter(|word| word.starts_with("changed trigger entries.")).count();
    // The key of entries on transfers has its other triggers there.
    assert!(triggers >= 2 && found.iter().all(|word| word.starts_with("changed ")), "{found:?}");
}

#[test]
fn what_is_switched_off_comes_with_the_statement_that_repairs_it() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    conn.batch_execute(
        "ALTER TABLE users DISABLE TRIGGER users_touch;
         UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ('users_email_key'::REGCLASS, 'users_pkey'::REGCLASS);
         ALTER TABLE transfers DROP CONSTRAINT transfers_id_positive, ADD CONSTRAINT transfers_id_positive CHECK (id > 0) NOT VALID;
         ALTER TABLE order_items DISABLE TRIGGER ALL",
    )
    .unwrap();
    let found = drift(conn, None, Scope::default()).unwrap().differences;
    assert!(found.len() > 6, "{:?}", words(&found));
    for difference in found {
        let advice = advice(&difference);
        let statement =
            advice.strip_prefix("repair it with ").unwrap_or_else(|| panic!("{difference:?}: {advice}"));
        conn.batch_execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    assert_eq!(words(&drift(conn, None, Scope::default()).unwrap().differences), [""; 0]);
}

#[test]
fn privileges_are_compared_when_asked_for() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let scope = Scope { privileges: true };
    assert_eq!(drift(conn, None, scope).unwrap().differences, []);
    conn.batch_execute(
        "GRANT SELECT ON users TO PUBLIC; GRANT UPDATE (email) ON users TO PUBLIC; REVOKE ALL ON FUNCTION refuse() FROM PUBLIC",
    )
    .unwrap();
    assert_eq!(
        words(&drift(conn, None, scope).unwrap().differences),
        ["extra privileges on refuse()", "extra privileges on users", "extra privileges on users.email"]
    );
}

#[test]
fn pending_migrations_are_no_drift() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    migrations::down(conn, 2, || {}).unwrap();
    let found = drift(conn, None, Scope::default()).unwrap();
    assert_eq!((words(&found.differences), found.pending), (vec![], 2));
    assert!(found.compared > 200);

    let empty = TestDb::empty();
    let found = drift(&mut empty.conn(), None, Scope::default()).unwrap();
    assert_eq!((found.compared, found.differences, found.pending > 10), (0, vec![], true));
}
