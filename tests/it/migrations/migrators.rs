use std::sync::{Barrier, mpsc};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use ledgerstore::database::migrations::{self, MigrationError, State};

use super::{alone, names};
use crate::support::{TestDb, catalog, lines};

const HISTORY: &str = "SELECT version AS line FROM __diesel_schema_migrations ORDER BY version";
/// "ledger" in ASCII: the lock that every migrator of every version takes.
const LOCK: i64 = 0x6c65_6467_6572;

#[test]
fn two_at_once_apply_each_migration_once() {
    let db = TestDb::empty();
    let names = names(&mut db.conn());
    let together = Barrier::new(2);
    let migrate = || {
        let conn = &mut db.conn();
        together.wait();
        migrations::up(conn, None, || {}).unwrap()
    };
    let mut applied = thread::scope(|scope| {
        let (one, other) = (scope.spawn(migrate), scope.spawn(migrate));
        [one.join().unwrap(), other.join().unwrap()]
    });
    applied.sort_by_key(Vec::len);
    assert_eq!(applied, [Vec::new(), names.clone()]);
    assert_eq!(lines(&mut db.conn(), HISTORY).len(), names.len());
}

#[test]
fn the_second_says_so_and_waits() {
    let db = TestDb::empty();
    let holder = &mut db.conn();
    let names = names(holder);
    holder.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).unwrap();
    let (said, heard) = mpsc::channel();
    thread::scope(|scope| {
        let second = scope.spawn(|| migrations::up(&mut db.conn(), None, move || said.send(()).unwrap()));
        heard.recv_timeout(Duration::from_secs(60)).expect("the second says that it waits");
        assert_eq!(catalog(holder), catalog(&mut TestDb::empty().conn()), "it went on without the lock");
        holder.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})")).unwrap();
        assert_eq!(second.join().unwrap().unwrap(), names);
    });
}

#[test]
fn the_lock_is_free_again_after_success_and_failure() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    migrations::up(conn, None, alone).unwrap();
    conn.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')").unwrap();
    migrations::up(conn, None, alone).unwrap_err();
    let held = lines(
        conn,
        "SELECT pid::TEXT AS line FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    assert_eq!(held, [""; 0]);
}

#[test]
fn a_database_ahead_of_the_build_is_left_alone() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    migrations::down(conn, 1, alone).unwrap();
    conn.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')").unwrap();
    let (before, history) = (catalog(conn), lines(conn, HISTORY));
    let refusals = [
        migrations::check(conn).unwrap_err(),
        migrations::up(conn, None, alone).unwrap_err(),
        migrations::down(conn, 1, alone).unwrap_err(),
        migrations::redo(conn, 1, alone).unwrap_err(),
    ];
    for error in refusals {
        assert!(error.to_string().contains("20990101000000"), "{error}");
        assert!(
            matches!(error, MigrationError::DatabaseIsNewer { versions } if versions == ["20990101000000"])
        );
    }
    let newest = migrations::status(conn).unwrap().pop().unwrap();
    assert_eq!((newest.name.as_str(), newest.state), ("20990101000000", State::Missing));
    assert_eq!((catalog(conn), lines(conn, HISTORY)), (before, history));
}

#[test]
fn pending_migrations_are_counted_and_the_first_is_named() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    let names = names(conn);
    for applied in 0..names.len() {
        let error = migrations::check(conn).unwrap_err();
        assert!(
            matches!(&error, MigrationError::Pending { pending, first }
                if *pending == names.len() - applied && *first == names[applied]),
            "{error}"
        );
        migrations::up(conn, Some(1), alone).unwrap();
        let version = names[applied].split('_').next().unwrap().replace('-', "");
        assert_eq!(migrations::version(conn).unwrap(), Some(version));
    }
    migrations::check(conn).unwrap();
    assert_eq!(migrations::up(conn, None, alone).unwrap(), [""; 0]);
}

#[test]
fn looking_makes_nothing() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    assert!(migrations::status(conn).unwrap().iter().all(|migration| !migration.applied));
    assert_eq!(migrations::version(conn).unwrap(), None);
    assert_eq!(migrations::down(conn, 1, alone).unwrap(), [""; 0]);
    assert_eq!(
        lines(conn, "SELECT relname AS line FROM pg_class WHERE relname = '__diesel_schema_migrations'"),
        [""; 0]
    );
}
