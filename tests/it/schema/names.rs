use diesel::prelude::*;

use super::files::migration_texts;
use super::{TABLES, with_fault};
use crate::support::{TestDb, lines};

/// The names of all constraints, indexes and triggers; NOT NULL has one only from PostgreSQL 18 on.
const NAMED: &str = "
SELECT conname::TEXT AS line FROM pg_constraint JOIN tables ON conrelid = tables.oid WHERE contype NOT IN ('n', 't')
UNION SELECT c.relname FROM pg_index JOIN tables ON indrelid = tables.oid JOIN pg_class c ON c.oid = indexrelid
UNION SELECT tgname FROM pg_trigger JOIN tables ON tgrelid = tables.oid WHERE NOT tgisinternal
ORDER BY line";

/// Those of the names that stand in no migration: PostgreSQL made them up.
fn made_up(names: &[String]) -> Vec<&String> {
    let words: std::collections::HashSet<String> = migration_texts()
        .iter()
        .filter(|(path, _)| path.ends_with("up.sql"))
        .flat_map(|(_, text)| {
            text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    names.iter().filter(|name| !words.contains(*name)).collect()
}

#[test]
fn every_constraint_index_and_trigger_has_a_name_that_we_gave() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let query = format!("WITH tables AS ({TABLES}) {NAMED}");
    let names = lines(conn, &query);
    assert!(names.len() >= 100, "{}", names.len());
    assert_eq!(made_up(&names), [""; 0]);

    let fault =
        "ALTER TABLE products ADD CHECK (version < 5), ADD UNIQUE (name); CREATE INDEX ON products (price)";
    let spoilt = with_fault(conn, fault, &query);
    assert_eq!(made_up(&spoilt), ["products_name_key", "products_price_idx", "products_version_check"]);
}

/// Tables, columns, functions and sequences of our own without a comment.
const UNCOMMENTED: &str = "
SELECT relname::TEXT AS line FROM tables WHERE obj_description(oid, 'pg_class') IS NULL
UNION ALL
SELECT format('%s.%s', relname, attname) FROM tables JOIN pg_attribute ON attrelid = oid
WHERE attnum > 0 AND NOT attisdropped AND col_description(oid, attnum) IS NULL
UNION ALL
SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::REGNAMESPACE AND obj_description(oid, 'pg_proc') IS NULL
UNION ALL
SELECT c.relname FROM pg_class c LEFT JOIN pg_depend d ON d.classid = 'pg_class'::REGCLASS AND d.objid = c.oid AND d.deptype = 'i'
WHERE relkind = 'S' AND relnamespace = current_schema()::REGNAMESPACE AND d.objid IS NULL
  AND obj_description(c.oid, 'pg_class') IS NULL";

#[test]
fn every_table_column_function_and_sequence_has_a_comment() {
    let db = TestDb::new();
    let conn = &mut db.conn();
    let query = format!("WITH tables AS ({TABLES}) {UNCOMMENTED}");
    assert_eq!(lines(conn, &query), [""; 0]);
    assert_eq!(comments(conn, "pg_class", "objsubid = 0"), 10, "nine tables and a sequence");
    assert!(comments(conn, "pg_class", "objsubid > 0") >= 70);
    assert!(comments(conn, "pg_proc", "true") >= 8);
    let faults = [
        ("COMMENT ON TABLE users IS NULL", "users"),
        ("COMMENT ON COLUMN users.email IS ''", "users.email"),
        ("COMMENT ON FUNCTION refuse() IS NULL", "refuse"),
        ("COMMENT ON SEQUENCE orders_order_number_seq IS NULL", "orders_order_number_seq"),
    ];
    for (fault, finding) in faults {
        assert_eq!(with_fault(conn, fault, &query), [finding]);
    }
}

fn comments(conn: &mut PgConnection, on: &str, which: &str) -> usize {
    super::count(
        conn,
        &format!("pg_description WHERE classoid = '{on}'::REGCLASS AND objoid >= 16384 AND {which}"),
    )
}
