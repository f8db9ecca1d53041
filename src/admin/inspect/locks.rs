use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text};

use super::query_text::without_values;

/// A connection that waits for a lock, or that others wait for.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Locker {
    /// The server process that serves it; 0 for a prepared transaction, which has none.
    #[diesel(sql_type = Integer)]
    pub pid: i32,
    /// What it does, as `pg_stat_activity` says: `active`, `idle in transaction`, …
    #[diesel(sql_type = Nullable<Text>)]
    pub state: Option<String>,
    /// The processes that it waits for; none when it only makes others wait.
    #[diesel(sql_type = Array<Integer>)]
    pub blocked_by: Vec<i32>,
    /// How many wait for it.
    #[diesel(sql_type = BigInt)]
    pub blocks: i64,
    /// The kind of lock that it waits for.
    #[diesel(sql_type = Nullable<Text>)]
    pub lock_mode: Option<String>,
    /// What it wants to lock: a table, or the kind of thing that it is.
    #[diesel(sql_type = Nullable<Text>)]
    pub lock_on: Option<String>,
    /// For how long it has waited, in milliseconds.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub waited_ms: Option<i64>,
    /// How old its transaction is, in milliseconds.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub transaction_ms: Option<i64>,
    /// The role that it works as.
    #[diesel(sql_type = Nullable<Text>)]
    pub role: Option<String>,
    /// How its program calls itself.
    #[diesel(sql_type = Nullable<Text>)]
    pub application: Option<String>,
    /// What it runs, or ran last, without the values in it.
    #[diesel(sql_type = Nullable<Text>)]
    pub query: Option<String>,
}

/// Who waits for locks in this database, and for whom: first those who wait for nobody themselves, the oldest
/// transaction first.
///
/// # Errors
/// Only the database's own.
pub fn locks(conn: &mut PgConnection) -> QueryResult<Vec<Locker>> {
    let found: Vec<Locker> = diesel::sql_query(include_str!("sql/locks.sql")).load(conn)?;
    let cleaned = found
        .into_iter()
        .map(|locker| Locker { query: locker.query.as_deref().map(without_values), ..locker });
    Ok(cleaned.collect())
}
