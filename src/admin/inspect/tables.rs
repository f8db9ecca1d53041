use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Oid, Text};

use crate::schema::{
    accounts, entries, order_items, orders, products, sessions, stock_movements, transfers, users,
};

/// A table at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TableInfo {
    /// Its name.
    pub name: &'static str,
    /// How many rows it has, counted.
    pub rows: i64,
    /// How many bytes it takes on disk, without its indexes.
    pub table_bytes: i64,
    /// How many bytes its indexes take.
    pub index_bytes: i64,
    /// What it is for, from the database's own comment.
    pub comment: Option<String>,
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn to_regclass(name: Text) -> Nullable<Oid>;
    fn pg_table_size(table: Nullable<Oid>) -> Nullable<BigInt>;
    fn pg_indexes_size(table: Nullable<Oid>) -> Nullable<BigInt>;
    fn obj_description(object: Nullable<Oid>, catalog: Text) -> Nullable<Text>;
}

/// The tables of the schema by name, each with its rows counted: on large tables that takes its time.
///
/// # Errors
/// Only the database's own.
pub fn tables(conn: &mut PgConnection) -> QueryResult<Vec<TableInfo>> {
    let counts = [
        ("accounts", accounts::table.select(count_star()).get_result(conn)?),
        ("entries", entries::table.select(count_star()).get_result(conn)?),
        ("order_items", order_items::table.select(count_star()).get_result(conn)?),
        ("orders", orders::table.select(count_star()).get_result(conn)?),
        ("products", products::table.select(count_star()).get_result(conn)?),
        ("sessions", sessions::table.select(count_star()).get_result(conn)?),
        ("stock_movements", stock_movements::table.select(count_star()).get_result(conn)?),
        ("transfers", transfers::table.select(count_star()).get_result(conn)?),
        ("users", users::table.select(count_star()).get_result(conn)?),
    ];
    counts.into_iter().map(|(name, rows)| describe(conn, name, rows)).collect()
}

fn describe(conn: &mut PgConnection, name: &'static str, rows: i64) -> QueryResult<TableInfo> {
    let (table_bytes, index_bytes, comment): (Option<i64>, Option<i64>, Option<String>) = diesel::select((
        pg_table_size(to_regclass(name)),
        pg_indexes_size(to_regclass(name)),
        obj_description(to_regclass(name), "pg_class"),
    ))
    .get_result(conn)?;
    Ok(TableInfo {
        name,
        rows,
        table_bytes: table_bytes.unwrap_or_default(),
        index_bytes: index_bytes.unwrap_or_default(),
        comment,
    })
}
