//! One of everything, described, dumped, loaded elsewhere and described again.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledgerstore::admin::dump::dump;
use ledgerstore::database::catalog::{Catalog, Kind, Scope, describe, describe_scope};

use super::words;
use crate::support::{TestDb, lines};

const ALL: Scope = Scope { privileges: true };

fn zoo(conn: &mut PgConnection) -> Catalog {
    conn.batch_execute(include_str!("zoo.sql")).unwrap();
    if describe(conn).unwrap().server_major() >= 14 {
        conn.batch_execute(include_str!("zoo_14.sql")).unwrap();
    }
    describe_scope(conn, ALL).unwrap()
}

#[test]
fn everything_is_described_and_comes_back_from_its_dump() {
    let (db, copy) = (TestDb::empty(), TestDb::empty());
    let original = zoo(&mut db.conn());
    let kinds: std::collections::BTreeSet<_> = original.objects().iter().map(|object| object.kind).collect();
    assert_eq!(kinds.len(), 14, "all but extensions and others: {kinds:?}");
    assert!(original.objects().len() > 70, "{}", original.objects().len());
    assert!(original.objects().iter().all(|object| !object.sql.contains("hidden")));

    let text = dump("The zoo.", &original, None);
    let conn = &mut copy.conn();
    conn.batch_execute(&text).unwrap();
    let loaded = describe_scope(conn, ALL).unwrap();
    assert_eq!(words(&original.differences(&loaded)), [""; 0]);
    assert_eq!(dump("The zoo.", &loaded, None), text, "also in the same order");
}

#[test]
fn a_dump_can_be_loaded_into_a_schema_of_another_name() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    let original = zoo(conn);
    let text = dump("The zoo.", &original, None);
    conn.batch_execute("CREATE SCHEMA \"Other one\"; SET search_path TO \"Other one\"").unwrap();
    conn.batch_execute(&text).unwrap();
    assert_eq!(words(&original.differences(&describe_scope(conn, ALL).unwrap())), [""; 0]);
}

#[test]
fn what_is_known_by_name_only_is_named() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    conn.batch_execute(
        "CREATE TEXT SEARCH CONFIGURATION mine (COPY = simple);
         CREATE FUNCTION plus(a INT, b INT) RETURNS INT LANGUAGE sql AS 'SELECT a + b';
         CREATE OPERATOR === (LEFTARG = INT, RIGHTARG = INT, FUNCTION = plus)",
    )
    .unwrap();
    let catalog = describe(conn).unwrap();
    let others: Vec<_> = catalog.objects().iter().filter(|object| object.kind == Kind::Other).collect();
    let names: Vec<_> = others.iter().map(|object| object.name.as_str()).collect();
    assert_eq!(names, ["operator ===(integer,integer)", "text search configuration mine"]);
    assert!(others.iter().all(|object| object.sql.starts_with("-- ")));
}

#[test]
fn an_extension_is_one_thing_whatever_it_brings() {
    let db = TestDb::empty();
    let conn = &mut db.conn();
    // Not every installation has it.
    if lines(conn, "SELECT name::TEXT AS line FROM pg_available_extensions WHERE name = 'citext'").is_empty()
    {
        return;
    }
    let before = describe(conn).unwrap();
    conn.batch_execute("CREATE EXTENSION citext").unwrap();
    assert_eq!(words(&before.differences(&describe(conn).unwrap())), ["extra extension citext"]);
}
