use std::fmt;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};

/// An index, and whether it earns its keep.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct IndexInfo {
    /// The table that it is on.
    #[diesel(sql_type = Text)]
    #[cfg_attr(feature = "serde", serde(rename = "table"))]
    pub table_name: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its keys, in their order.
    #[diesel(sql_type = Text)]
    pub columns: String,
    /// Which rows it holds; `None` for all of them.
    #[diesel(sql_type = Nullable<Text>)]
    pub predicate: Option<String>,
    /// Whether it keeps rows unique.
    #[diesel(sql_type = Bool)]
    #[cfg_attr(feature = "serde", serde(rename = "unique"))]
    pub is_unique: bool,
    /// Whether queries may use it: one that failed while it was built concurrently isn't valid.
    #[diesel(sql_type = Bool)]
    #[cfg_attr(feature = "serde", serde(rename = "valid"))]
    pub is_valid: bool,
    /// How many bytes it takes on disk.
    #[diesel(sql_type = BigInt)]
    pub bytes: i64,
    /// How often it was searched since the statistics were reset.
    #[diesel(sql_type = BigInt)]
    pub scans: i64,
    /// Another index that serves all that this one does.
    #[diesel(sql_type = Nullable<Text>)]
    pub covered_by: Option<String>,
}

/// What stands out about an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexState {
    /// It was never finished.
    Invalid,
    /// Another one serves all that it does.
    Covered,
    /// Nothing has searched it since the statistics were reset, and it keeps nothing unique.
    Unused,
    /// Nothing.
    Fine,
}

impl IndexInfo {
    /// What stands out about it, the worst first.
    pub fn state(&self) -> IndexState {
        match () {
            () if !self.is_valid => IndexState::Invalid,
            () if self.covered_by.is_some() => IndexState::Covered,
            () if self.scans == 0 && !self.is_unique => IndexState::Unused,
            () => IndexState::Fine,
        }
    }
}

impl fmt::Display for IndexState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Invalid => "invalid",
            Self::Covered => "covered",
            Self::Unused => "unused",
            Self::Fine => "fine",
        })
    }
}

/// The indexes of the current schema, by table and name.
///
/// # Errors
/// Only the database's own.
pub fn indexes(conn: &mut PgConnection) -> QueryResult<Vec<IndexInfo>> {
    diesel::sql_query(include_str!("sql/indexes.sql")).load(conn)
}

#[derive(QueryableByName)]
struct Reset {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    at: Option<DateTime<Utc>>,
}

/// Since when the database counts scans; `None` when it has done so since it was made.
///
/// # Errors
/// Only the database's own.
pub fn counting_since(conn: &mut PgConnection) -> QueryResult<Option<DateTime<Utc>>> {
    let query = "SELECT stats_reset AS at FROM pg_stat_database WHERE datname = current_database()";
    diesel::sql_query(query).get_result(conn).map(|Reset { at }| at)
}
