//! A row in every table, made up from the columns' types, so that migrations meet tables that hold something.

use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{Bool, Nullable, Text};

use super::rows::{contents, tables};
use crate::database::quote::{quote_identifier, quote_literal};

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    category: String,
    #[diesel(sql_type = Bool)]
    required: bool,
    /// The first text in a check of this column alone: often one of the values it allows.
    #[diesel(sql_type = Nullable<Text>)]
    allowed: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    parent: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    referred: Option<String>,
}

/// Columns that somebody has to give a value: no identity, nothing generated, no default.
const COLUMNS: &str = "
    SELECT a.attname::TEXT AS name, format_type(a.atttypid, a.atttypmod) AS kind, t.typcategory::TEXT AS category,
           a.attnotnull AS required,
           (SELECT substring(pg_get_constraintdef(k.oid) FROM $$'([^']*)'$$) FROM pg_constraint k
            WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
            ORDER BY k.conname LIMIT 1) AS allowed,
           p.relname::TEXT AS parent, pa.attname::TEXT AS referred
    FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN LATERAL (SELECT k.confrelid, k.confkey[array_position(k.conkey, a.attnum)] AS attnum
                       FROM pg_constraint k
                       WHERE k.conrelid = a.attrelid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)
                       ORDER BY k.conname LIMIT 1) f ON true
    LEFT JOIN pg_class p ON p.oid = f.confrelid
    LEFT JOIN pg_attribute pa ON pa.attrelid = f.confrelid AND pa.attnum = f.attnum
    WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
      AND NOT a.atthasdef AND a.attidentity = '' AND a.attgenerated = ''
    ORDER BY a.attnum";

/// Puts a row into each empty table whose rules let one in; tells which are empty still.
///
/// Parents come before their children because whoever failed is tried again as long as another has succeeded.
pub(super) fn plant(conn: &mut PgConnection) -> QueryResult<Vec<String>> {
    let held = contents(conn)?;
    let mut left: Vec<_> = tables(conn)?.into_iter().filter(|table| held.is_empty(table)).collect();
    loop {
        let before = left.len();
        let mut refused = Vec::new();
        for table in left {
            if !plant_in(conn, &table)? {
                refused.push(table);
            }
        }
        if refused.is_empty() || refused.len() == before {
            return Ok(refused);
        }
        left = refused;
    }
}

/// Tries a row with every column, then one with the required columns only.
fn plant_in(conn: &mut PgConnection, table: &str) -> QueryResult<bool> {
    let columns: Vec<Column> =
        diesel::sql_query(COLUMNS).bind::<Text, _>(quote_identifier(table)).load(conn)?;
    for only_required in [false, true] {
        let chosen: Vec<_> = columns.iter().filter(|column| column.required || !only_required).collect();
        match conn.transaction(|conn| diesel::sql_query(insert(table, &chosen)).execute(conn)) {
            Ok(_) => return Ok(true),
            // The table's rules; another row may please them, this one doesn't.
            Err(Error::DatabaseError(..)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(false)
}

fn insert(table: &str, columns: &[&Column]) -> String {
    let table = quote_identifier(table);
    if columns.is_empty() {
        return format!("INSERT INTO {table} DEFAULT VALUES");
    }
    let names: Vec<_> = columns.iter().map(|column| quote_identifier(&column.name)).collect();
    let values: Vec<_> = columns.iter().map(|column| value(column)).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))
}

fn value(column: &Column) -> String {
    if let (Some(parent), Some(name)) = (&column.parent, &column.referred) {
        let (parent, name) = (quote_identifier(parent), quote_identifier(name));
        return format!("(SELECT {name} FROM {parent} ORDER BY ctid LIMIT 1)");
    }
    let kind = &column.kind;
    let text = match (column.category.as_str(), kind.as_str()) {
        ("E", _) => return format!("(enum_range(NULL::{kind}))[1]"),
        ("B", _) => "true",
        ("D", _) => "2026-01-05 12:00:00",
        ("N", _) => "1",
        ("T", _) => "1 day",
        ("I", _) => "192.0.2.1",
        ("U", "uuid") => "00000000-0000-4000-8000-000000000001",
        ("A", _) | ("U", "json" | "jsonb") => "{}",
        ("U", "bytea") => "\\x01",
        _ => column.allowed.as_deref().unwrap_or("a"),
    };
    format!("{}::{kind}", quote_literal(text))
}
