//! Diesel's harness, which its command line is made of, and ours on the same database.

use diesel::PgConnection;
use diesel_migrations::MigrationHarness;
use ledgerstore::database::migrations::{
    self, Extent, MIGRATIONS, Migrations, Options, Origin, Runner, State,
};

use super::{alone, names};
use crate::support::{TestDb, catalog, differences, lines};

fn origins(conn: &mut PgConnection) -> Vec<Option<Origin>> {
    let status = migrations::status(conn).unwrap();
    assert!(status.iter().all(|migration| migration.state == State::Applied), "{status:?}");
    status.into_iter().map(|migration| migration.origin).collect()
}

#[test]
fn what_diesel_has_run_is_reverted_by_us() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    let (nothing, count) = (catalog(conn), names(conn).len());
    conn.run_pending_migrations(MIGRATIONS).unwrap();
    let full = catalog(conn);
    assert_eq!(origins(conn), vec![Some(Origin::Adopted); count]);
    migrations::check(conn).unwrap();
    assert_eq!(migrations::redo(conn, 1, alone).unwrap().len(), 1);
    assert_eq!(migrations::redo(conn, usize::MAX, alone).unwrap().len(), count);
    assert_eq!(differences(&full, &catalog(conn)), [""; 0]);
    assert_eq!(migrations::down(conn, usize::MAX, alone).unwrap().len(), count);
    assert_eq!(differences(&nothing, &catalog(conn)), [""; 0]);
    assert_eq!(conn.pending_migrations(MIGRATIONS).unwrap().len(), count);
}

#[test]
fn what_we_have_run_is_reverted_by_diesel() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    let nothing = catalog(conn);
    let names = migrations::up(conn, None, alone).unwrap();
    let full = catalog(conn);
    assert!(!conn.has_pending_migration(MIGRATIONS).unwrap());
    assert_eq!(conn.run_pending_migrations(MIGRATIONS).unwrap().len(), 0);
    conn.revert_last_migration(MIGRATIONS).unwrap();
    assert_eq!(migrations::up(conn, None, alone).unwrap(), names[names.len() - 1..]);
    assert_eq!(differences(&full, &catalog(conn)), [""; 0]);
    assert_eq!(conn.revert_all_migrations(MIGRATIONS).unwrap().len(), names.len());
    assert_eq!(differences(&nothing, &catalog(conn)), [""; 0]);
    assert_eq!(migrations::version(conn).unwrap(), None);
    assert_eq!(migrations::up(conn, None, alone).unwrap(), names);
}

#[test]
fn what_diesel_runs_again_is_diesels() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    let count = migrations::up(conn, None, alone).unwrap().len();
    assert_eq!(origins(conn), vec![Some(Origin::Run); count]);
    // A text of another time, which the checksum that we keep would give away.
    diesel::connection::SimpleConnection::batch_execute(
        conn,
        "UPDATE __ledgerstore_migrations SET checksum = 'another' WHERE version = (SELECT max(version) FROM __ledgerstore_migrations)",
    )
    .unwrap();
    assert_eq!(migrations::status(conn).unwrap()[count - 1].state, State::Edited);
    conn.revert_last_migration(MIGRATIONS).unwrap();
    conn.run_next_migration(MIGRATIONS).unwrap();
    assert_eq!(origins(conn)[count - 1], Some(Origin::Adopted));
    migrations::up(conn, None, alone).unwrap();
    let kept =
        lines(conn, "SELECT origin AS line FROM __ledgerstore_migrations ORDER BY version DESC LIMIT 1");
    assert_eq!(kept, ["adopted"]);
}

#[test]
fn several_schemas_have_a_history_each() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let tenant = "CREATE SCHEMA tenant; SET search_path = tenant, public";
    diesel::connection::SimpleConnection::batch_execute(conn, tenant).unwrap();
    assert_eq!(migrations::version(conn).unwrap(), None);
    let migrations = Migrations::embedded().unwrap();
    let runner = Runner::new(&migrations, Options::default());
    let applied = runner.up(conn, &Extent::All, &mut ()).unwrap();
    assert_eq!(applied.len(), migrations.files().len());
    assert_eq!(lines(conn, "SELECT current_setting('search_path') AS line"), ["tenant, public"]);
    let full = catalog(&mut TestDb::new().conn());
    let tenants = catalog(conn);
    assert!(tenants.len() > 250 && full.len() > 250);
}
