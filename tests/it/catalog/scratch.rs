//! Where the migrations are tried: in schemas of any name, beside others, and by roles that may little.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::admin::drift::drift;
use ledgerstore::admin::reference::ReferenceError;
use ledgerstore::database::catalog::{CatalogError, Scope, describe};
use ledgerstore::database::migrations;

use super::words;
use crate::support::{TestDb, lines};

/// Migrates a new schema of this name, which stays the current one.
fn schema(conn: &mut PgConnection, quoted: &str) {
    conn.batch_execute(&format!("CREATE SCHEMA {quoted}; SET search_path TO {quoted}")).unwrap();
    migrations::up(conn, None, || {}).unwrap();
}

fn found(conn: &mut PgConnection) -> Vec<String> {
    words(&drift(conn, None, Scope::default()).unwrap().differences)
}

#[test]
fn schemas_of_any_name_are_alike_and_drift_apart_from_each_other() {
    let db = TestDb::new();
    let (public, conn) = (&mut db.conn(), &mut db.conn());
    schema(conn, "\"Odd \"\"name\"\"\"");
    assert_eq!(describe(public).unwrap(), describe(conn).unwrap());
    assert_eq!(found(conn), [""; 0]);

    conn.batch_execute("ALTER TABLE users ALTER COLUMN full_name SET DEFAULT ''").unwrap();
    assert_eq!(found(conn), ["changed table users"]);
    assert_eq!(found(public), [""; 0]);
    assert_ne!(describe(public).unwrap(), describe(conn).unwrap());
}

#[test]
fn a_look_leaves_nothing_behind() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let state = "SELECT nspname::TEXT AS line FROM pg_namespace
                 UNION ALL SELECT name || '=' || setting FROM pg_settings WHERE context = 'user' AND name NOT LIKE '%.%' ORDER BY line";
    conn.batch_execute("SET search_path TO \"$user\", public; SET DateStyle TO 'German'").unwrap();
    let before = lines(conn, state);
    assert!(
        before.iter().any(|line| line == "public") && before.iter().any(|line| line.contains("$user")),
        "{before:?}"
    );
    assert_eq!(found(conn), [""; 0]);
    assert_eq!(lines(conn, state), before);

    conn.test_transaction::<_, diesel::result::Error, _>(|conn| {
        describe(conn).unwrap();
        assert_eq!(found(conn), [""; 0]);
        assert_eq!(lines(conn, state), before);
        Ok(())
    });
}

#[test]
fn somebody_who_holds_the_tables_is_not_waited_for_by_the_migrations() {
    let (db, scratch) = (TestDb::new(), TestDb::empty());
    let holder = &mut db.conn();
    holder.batch_execute("BEGIN; LOCK TABLE accounts, users, orders IN SHARE ROW EXCLUSIVE MODE").unwrap();
    let conn = &mut db.conn();
    conn.batch_execute("SET lock_timeout = '200ms'").unwrap();
    assert_eq!(found(conn), [""; 0]);
    assert_eq!(drift(conn, Some(&mut scratch.conn()), Scope::default()).unwrap().differences, []);
}

/// A role of the server for one test: it may read the history and nothing else.
struct Reader(TestDb, String);

impl Reader {
    fn new() -> Self {
        let db = TestDb::new();
        let role = format!("{}_reader", db.info().get("dbname").unwrap());
        let sql = format!("CREATE ROLE {role}; GRANT SELECT ON __diesel_schema_migrations TO {role}");
        db.conn().batch_execute(&sql).unwrap();
        Self(db, role)
    }

    fn conn(&self) -> PgConnection {
        let mut conn = self.0.conn();
        conn.batch_execute(&format!("SET ROLE {}", self.1)).unwrap();
        conn
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let sql = format!("DROP OWNED BY {0}; DROP ROLE {0}", self.1);
        let dropped = self.0.conn().batch_execute(&sql);
        if !std::thread::panicking() {
            dropped.unwrap();
        }
    }
}

#[test]
fn who_may_not_make_a_schema_is_told_or_uses_another_database() {
    let (reader, scratch) = (Reader::new(), TestDb::empty());
    let conn = &mut reader.conn();
    let error = drift(conn, None, Scope::default()).unwrap_err();
    assert!(matches!(&error, ReferenceError::MayNotCreate { role, .. } if *role == reader.1), "{error}");
    assert!(error.to_string().contains("--scratch-url"), "{error}");

    let elsewhere =
        |conn: &mut PgConnection| drift(conn, Some(&mut scratch.conn()), Scope::default()).unwrap();
    assert_eq!(elsewhere(conn).differences, []);
    reader.0.conn().batch_execute("ALTER TABLE users DISABLE TRIGGER users_touch").unwrap();
    assert_eq!(words(&elsewhere(conn).differences), ["changed trigger users.users_touch"]);
}

#[test]
fn a_session_that_only_reads_is_told_so() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    conn.batch_execute("SET default_transaction_read_only = on").unwrap();
    let error = drift(conn, None, Scope::default()).unwrap_err();
    assert!(matches!(error, ReferenceError::ReadOnly), "{error}");
}

#[test]
fn without_a_schema_there_is_nothing_to_describe() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    conn.batch_execute("SET search_path TO nowhere").unwrap();
    assert!(matches!(describe(conn), Err(CatalogError::NoSchema)));
}
