//! A picture of the schema, drawn from the live catalog.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    keys: String,
}

#[derive(QueryableByName)]
struct Reference {
    #[diesel(sql_type = Text)]
    child: String,
    #[diesel(sql_type = Text)]
    parent: String,
    #[diesel(sql_type = Text)]
    columns: String,
    #[diesel(sql_type = Bool)]
    optional: bool,
    #[diesel(sql_type = Bool)]
    single: bool,
}

const COLUMNS: &str = "
    SELECT c.relname::TEXT AS table, a.attname::TEXT AS name, format_type(a.atttypid, NULL) AS kind,
           COALESCE((SELECT string_agg(DISTINCT CASE k.contype WHEN 'p' THEN 'PK' WHEN 'f' THEN 'FK' ELSE 'UK' END, ','
                                       ORDER BY CASE k.contype WHEN 'p' THEN 'PK' WHEN 'f' THEN 'FK' ELSE 'UK' END)
                     FROM pg_constraint k
                     WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
                       AND (k.contype IN ('p', 'f') OR (k.contype = 'u' AND cardinality(k.conkey) = 1))), '') AS keys
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::REGNAMESPACE AND left(c.relname::TEXT, 2) <> '__'
      AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum";

const REFERENCES: &str = "
    SELECT c.relname::TEXT AS child, p.relname::TEXT AS parent,
           (SELECT string_agg(attname::TEXT, ', ' ORDER BY array_position(k.conkey, attnum))
            FROM pg_attribute WHERE attrelid = c.oid AND attnum = ANY (k.conkey)) AS columns,
           EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attnum = ANY (k.conkey) AND NOT attnotnull) AS optional,
           EXISTS (SELECT FROM pg_constraint u WHERE u.conrelid = c.oid AND u.contype IN ('p', 'u')
                     AND u.conkey <@ k.conkey) AS single
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
    WHERE k.contype = 'f' AND c.relnamespace = current_schema()::REGNAMESPACE
    ORDER BY c.relname, k.conname";

/// The tables, their columns and how they refer to each other, as a Mermaid entity relationship diagram.
///
/// # Errors
/// Only the database's own.
pub fn mermaid(conn: &mut PgConnection) -> QueryResult<String> {
    let columns: Vec<Column> = diesel::sql_query(COLUMNS).load(conn)?;
    let references: Vec<Reference> = diesel::sql_query(REFERENCES).load(conn)?;
    let mut text = String::from("erDiagram\n");
    for reference in &references {
        text += &relation(reference);
    }
    for table in columns.chunk_by(|a, b| a.table == b.table) {
        text += &entity(table);
    }
    Ok(text)
}

fn relation(reference: &Reference) -> String {
    let parent = if reference.optional { "|o" } else { "||" };
    let child = if reference.single { "o|" } else { "o{" };
    format!("    {} {parent}--{child} {} : \"{}\"\n", reference.parent, reference.child, reference.columns)
}

fn entity(columns: &[Column]) -> String {
    let name = columns.first().map_or("", |first| &first.table);
    let lines: Vec<_> = columns.iter().map(attribute).collect();
    format!("    {name} {{\n{}    }}\n", lines.concat())
}

fn attribute(column: &Column) -> String {
    // Mermaid takes a type as one word.
    let kind = column.kind.replace("timestamp with time zone", "timestamptz").replace(' ', "_");
    let keys = if column.keys.is_empty() { String::new() } else { format!(" {}", column.keys) };
    format!("        {kind} {}{keys}\n", column.name)
}
