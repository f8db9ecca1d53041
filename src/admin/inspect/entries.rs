use diesel::prelude::*;

use super::Listed;
use crate::models::Entry;
use crate::schema::{accounts, entries};
use crate::types::{Currency, EntryId};

/// An entry and its account's owner and currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EntryRow {
    /// The entry.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub entry: Entry,
    /// Whose account it moved.
    pub owner: String,
    /// What its amounts are in.
    pub currency: Currency,
}

/// Every account's entries, the newest number first, behind `after`.
///
/// # Errors
/// Only the database's own.
pub fn list_entries(
    conn: &mut PgConnection,
    after: Option<EntryId>,
    limit: i64,
) -> QueryResult<Listed<EntryRow>> {
    let mut query = entries::table
        .inner_join(accounts::table)
        .select((Entry::as_select(), accounts::owner, accounts::currency))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(entries::id.lt(after));
    }
    let rows: Vec<(Entry, String, Currency)> = query.order(entries::id.desc()).limit(limit + 1).load(conn)?;
    Ok(Listed::cut(rows, limit).map(|(entry, owner, currency)| EntryRow { entry, owner, currency }))
}
