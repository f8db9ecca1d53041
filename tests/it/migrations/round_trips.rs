use std::collections::BTreeMap;

use ledgerstore::admin::audit;
use ledgerstore::database::migrations;

use super::plant::{count, plant};
use super::{alone, names};
use crate::support::{TestDb, catalog, differences, rows};

type Rows = BTreeMap<String, Vec<String>>;

#[test]
fn each_goes_forth_and_back_and_keeps_the_rows() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    let mut planted = 0;
    for name in names(conn) {
        let (catalog_before, rows_before) = (catalog(conn), rows(conn));
        assert_eq!(migrations::up(conn, Some(1), alone).unwrap(), [name.as_str()]);
        let catalog_after = catalog(conn);
        assert_ne!(catalog_before, catalog_after, "{name} does nothing");
        assert_survived(&rows_before, &rows(conn), &name);

        assert_eq!(migrations::down(conn, 1, alone).unwrap(), [name.as_str()]);
        assert_eq!(differences(&catalog_before, &catalog(conn)), [""; 0], "{name} isn't undone");
        assert_eq!(rows(conn), rows_before, "{name}");

        assert_eq!(migrations::up(conn, Some(1), alone).unwrap(), [name.as_str()]);
        assert_eq!(differences(&catalog_after, &catalog(conn)), [""; 0], "{name} differs the second time");
        assert_survived(&rows_before, &rows(conn), &name);
        planted += usize::from(plant(conn, &name));
    }
    assert_eq!(planted, count(), "rows are planted after migrations that aren't there");
}

/// What each table held is in it still.
fn assert_survived(before: &Rows, after: &Rows, name: &str) {
    for (table, held) in before {
        assert_eq!(Some(held), after.get(table), "{name} changed {table}");
    }
}

#[test]
fn rows_of_every_age_pass_the_audit() {
    let db = planted();
    let conn = &mut db.conn();
    let rows = rows(conn);
    assert_eq!(rows.len(), 9, "{:?}", rows.keys());
    assert!(rows.values().all(|held| !held.is_empty()), "{rows:#?}");
    let outcomes = audit::audit(conn, &[], &mut ()).unwrap();
    assert!(
        outcomes.iter().all(|outcome| outcome.checked > 0 && outcome.findings.is_empty()),
        "{outcomes:#?}"
    );
    assert!(!outcomes.is_empty());
}

#[test]
fn all_the_way_down_leaves_nothing_and_up_again_the_same() {
    let (db, nothing) = (planted(), TestDb::empty());
    let conn = &mut db.conn();
    let (names, full) = (names(conn), catalog(conn));
    let mut newest_first = migrations::down(conn, usize::MAX, alone).unwrap();
    newest_first.reverse();
    assert_eq!(newest_first, names);
    assert_eq!(differences(&catalog(&mut nothing.conn()), &catalog(conn)), [""; 0]);
    assert_eq!(migrations::version(conn).unwrap(), None);

    assert_eq!(migrations::up(conn, None, alone).unwrap(), names);
    assert_eq!(differences(&full, &catalog(conn)), [""; 0]);
    assert!(full.len() > 250, "{}", full.len());
}

#[test]
fn redo_ends_where_it_began() {
    let db = planted();
    let conn = &mut db.conn();
    let (names, full, held) = (names(conn), catalog(conn), rows(conn));
    let since_guards = names.len() - names.iter().position(|name| name.ends_with("guard_orders")).unwrap();
    assert_eq!(migrations::redo(conn, since_guards, alone).unwrap(), names[names.len() - since_guards..]);
    assert_eq!(differences(&full, &catalog(conn)), [""; 0]);
    assert_eq!(rows(conn), held);

    assert_eq!(migrations::redo(conn, usize::MAX, alone).unwrap(), names);
    assert_eq!(differences(&full, &catalog(conn)), [""; 0]);
    migrations::check(conn).unwrap();
}

/// A database whose rows were planted as early as each could be.
fn planted() -> TestDb {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    for name in names(conn) {
        migrations::up(conn, Some(1), alone).unwrap();
        plant(conn, &name);
    }
    db
}
