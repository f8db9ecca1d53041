use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::database::quote::quote_identifier;

/// Tables up to this size are counted: that takes no time.
const COUNTED_BYTES: i64 = 4 << 20;

/// A table at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// How many rows it has; `None` where it is large and was never analyzed.
    pub rows: Option<i64>,
    /// Whether the rows are an estimate of the planner's.
    pub estimated: bool,
    /// How many bytes it takes on disk, without its indexes.
    pub table_bytes: i64,
    /// How many indexes it has.
    pub indexes: i64,
    /// How many bytes they take.
    pub index_bytes: i64,
    /// What it is for, from the database's own comment.
    pub comment: Option<String>,
}

#[derive(QueryableByName)]
struct CatalogTable {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    estimate: Option<i64>,
    #[diesel(sql_type = BigInt)]
    table_bytes: i64,
    #[diesel(sql_type = BigInt)]
    indexes: i64,
    #[diesel(sql_type = BigInt)]
    index_bytes: i64,
    #[diesel(sql_type = Nullable<Text>)]
    comment: Option<String>,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

/// The tables of the current schema by name. Small ones are counted, and with `exact` all of them; the rows of large ones
/// are what the planner believes since they were last analyzed.
///
/// # Errors
/// Only the database's own.
pub fn tables(conn: &mut PgConnection, exact: bool) -> QueryResult<Vec<TableInfo>> {
    let found: Vec<CatalogTable> = diesel::sql_query(include_str!("sql/tables.sql")).load(conn)?;
    found.into_iter().map(|table| describe(conn, table, exact)).collect()
}

fn describe(conn: &mut PgConnection, table: CatalogTable, exact: bool) -> QueryResult<TableInfo> {
    let counted = exact || table.table_bytes <= COUNTED_BYTES;
    let rows = if counted { Some(count(conn, &table.name)?) } else { table.estimate };
    Ok(TableInfo {
        name: table.name,
        rows,
        estimated: !counted,
        table_bytes: table.table_bytes,
        indexes: table.indexes,
        index_bytes: table.index_bytes,
        comment: table.comment,
    })
}

fn count(conn: &mut PgConnection, table: &str) -> QueryResult<i64> {
    let query = format!("SELECT count(*) AS rows FROM {}", quote_identifier(table));
    diesel::sql_query(query).get_result(conn).map(|Counted { rows }| rows)
}
