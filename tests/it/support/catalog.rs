use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::Text;
use ledgerstore::database::catalog::describe;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What a query's one column, called `line`, holds.
pub fn lines(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    let rows: Vec<Line> = diesel::sql_query(sql).load(conn).unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.into_iter().map(|row| row.line).collect()
}

/// Everything that migrations can make, each with its definition, and the schemas that there are.
pub fn catalog(conn: &mut PgConnection) -> BTreeSet<String> {
    let described = describe(conn).unwrap();
    let objects = described.objects().iter().map(|o| format!("{} {}: {}", o.kind, o.name, o.sql));
    objects
        .chain(lines(conn, "SELECT 'schema ' || nspname AS line FROM pg_namespace WHERE oid >= 16384"))
        .collect()
}

/// What one catalog has and the other doesn't.
pub fn differences(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    let gone = before.difference(after).map(|line| format!("- {line}"));
    gone.chain(after.difference(before).map(|line| format!("+ {line}"))).collect()
}

/// Every table's rows as text, without the migrations' history.
pub fn rows(conn: &mut PgConnection) -> BTreeMap<String, Vec<String>> {
    let tables = lines(
        conn,
        "SELECT oid::REGCLASS::TEXT AS line FROM pg_class
         WHERE relnamespace = current_schema()::REGNAMESPACE AND relkind = 'r' AND NOT starts_with(relname, '__')",
    );
    let mut rows = BTreeMap::new();
    for table in tables {
        let contents = lines(conn, &format!("SELECT t::TEXT AS line FROM {table} t ORDER BY t::TEXT"));
        rows.insert(table, contents);
    }
    rows
}
