use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::{Column, Index, Schema, Table};
use crate::database::read_only;

/// Partitions are left to the table that they are of, and names that begin with `__` to the tools that made them.
const TABLES: &str = "
    SELECT c.relname::TEXT AS name, obj_description(c.oid, 'pg_class') AS comment
    FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND left(c.relname::TEXT, 2) <> '__'
      AND c.relnamespace = current_schema()::REGNAMESPACE
    ORDER BY c.relname";

const COLUMNS: &str = "
    SELECT c.relname::TEXT AS table_name, a.attname::TEXT AS name, format_type(a.atttypid, a.atttypmod) AS kind,
           col_description(c.oid, a.attnum) AS comment, NOT a.attnotnull AS nullable, a.attidentity <> '' AS identity,
           CASE a.attgenerated WHEN '' THEN pg_get_expr(d.adbin, d.adrelid) END AS default,
           CASE a.attgenerated WHEN '' THEN NULL ELSE pg_get_expr(d.adbin, d.adrelid) END AS generated,
           EXISTS (SELECT FROM pg_constraint k
                   WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)) AS primary,
           EXISTS (SELECT FROM pg_constraint k
                   WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)) AS foreign,
           EXISTS (SELECT FROM pg_constraint k
                   WHERE k.conrelid = c.oid AND k.contype = 'u' AND k.conkey = ARRAY[a.attnum]) AS unique
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::REGNAMESPACE
    ORDER BY c.oid, a.attnum";

const INDEXES: &str = "
    SELECT c.relname::TEXT AS table_name, i.relname::TEXT AS name, m.amname::TEXT AS method,
           ARRAY(SELECT COALESCE(a.attname::TEXT, pg_get_indexdef(i.oid, n, true))
                 FROM generate_series(1, x.indnkeyatts::INTEGER) AS n
                 LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[n - 1] AND a.attnum > 0
                 ORDER BY n) AS parts,
           x.indisprimary AS primary, x.indisunique AS unique, pg_get_expr(x.indpred, x.indrelid, true) AS predicate
    FROM pg_index x
    JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::REGNAMESPACE
    ORDER BY i.relname";

/// Keys between tables that are both shown; one that is inherited from a partitioned table is that table's.
const REFERENCES: &str = "
    SELECT k.conname::TEXT AS name, c.relname::TEXT AS child, p.relname::TEXT AS parent,
           ARRAY(SELECT a.attname::TEXT FROM unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = key.attnum ORDER BY place) AS child_columns,
           ARRAY(SELECT a.attname::TEXT FROM unnest(k.confkey) WITH ORDINALITY AS key (attnum, place)
                 JOIN pg_attribute a ON a.attrelid = p.oid AND a.attnum = key.attnum ORDER BY place) AS parent_columns,
           EXISTS (SELECT FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull) AS optional,
           EXISTS (SELECT FROM pg_constraint u
                   WHERE u.conrelid = c.oid AND u.contype IN ('p', 'u') AND u.conkey <@ k.conkey) AS single,
           CASE k.confdeltype WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS on_delete,
           CASE k.confupdtype WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS on_update
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
    WHERE k.contype = 'f' AND k.conparentid = 0 AND NOT c.relispartition AND NOT p.relispartition
      AND c.relnamespace = current_schema()::REGNAMESPACE AND p.relnamespace = c.relnamespace
      AND left(c.relname::TEXT, 2) <> '__' AND left(p.relname::TEXT, 2) <> '__'
    ORDER BY c.relname, k.conname";

#[derive(QueryableByName)]
struct TableRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    comment: Option<String>,
}

/// Something of a table.
#[derive(QueryableByName)]
struct Of<T> {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(embed)]
    part: T,
}

/// The current schema, as the database's catalog has it at one moment.
///
/// # Errors
/// Only the database's own.
pub fn read(conn: &mut PgConnection) -> QueryResult<Schema> {
    read_only(conn, |conn| {
        let tables: Vec<TableRow> = diesel::sql_query(TABLES).load(conn)?;
        let columns: Vec<Of<Column>> = diesel::sql_query(COLUMNS).load(conn)?;
        let indexes: Vec<Of<Index>> = diesel::sql_query(INDEXES).load(conn)?;
        let references = diesel::sql_query(REFERENCES).load(conn)?;
        let table = |row: TableRow| Table {
            columns: parts_of(&row.name, &columns),
            indexes: parts_of(&row.name, &indexes),
            name: row.name,
            comment: row.comment,
        };
        Ok(Schema { tables: tables.into_iter().map(table).collect(), references })
    })
}

fn parts_of<T: Clone>(table: &str, all: &[Of<T>]) -> Vec<T> {
    all.iter().filter(|one| one.table_name == table).map(|one| one.part.clone()).collect()
}
