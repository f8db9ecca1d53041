use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};

use super::{FindError, Listed, owners};
use crate::models::Transfer;
use crate::schema::{entries, transfers};
use crate::types::{AccountId, TransferId};

#[diesel::declare_sql_function]
extern "SQL" {
    /// The version that an account had just before an instant.
    fn account_version_before(account: BigInt, instant: Timestamptz) -> BigInt;
}

/// Which transfers to list, and from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransferQuery {
    /// Only those that debit or credit this account; they come in the order of its entries.
    pub account: Option<AccountId>,
    /// Only those posted at this instant or later.
    pub since: Option<DateTime<Utc>>,
    /// Only those posted before this instant.
    pub until: Option<DateTime<Utc>>,
    /// By rising numbers instead of falling ones.
    pub oldest_first: bool,
    /// Go on behind this one.
    pub after: Option<TransferId>,
    /// How many at most.
    pub limit: i64,
}

/// A transfer and whose accounts it moved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TransferRow {
    /// The transfer.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub transfer: Transfer,
    /// Whose account was debited.
    pub from_owner: String,
    /// Whose account was credited.
    pub to_owner: String,
}

/// Transfers by number, or an account's by its own history.
///
/// A stretch of time is found at once in an account's history; without one, the transfers between it and the list's
/// beginning are read.
///
/// # Errors
/// [`FindError::NotOfAccount`] when the list is to go on behind a transfer that isn't the account's.
pub fn list_transfers(
    conn: &mut PgConnection,
    wanted: &TransferQuery,
) -> Result<Listed<TransferRow>, FindError> {
    let found = match wanted.account {
        Some(account) => of_account(conn, account, wanted)?,
        None => of_all(conn, wanted)?,
    };
    Ok(with_owners(conn, Listed::cut(found, wanted.limit))?)
}

fn of_all(conn: &mut PgConnection, wanted: &TransferQuery) -> QueryResult<Vec<Transfer>> {
    let mut query = Transfer::query().into_boxed();
    if let Some(since) = wanted.since {
        query = query.filter(transfers::created_at.ge(since));
    }
    if let Some(until) = wanted.until {
        query = query.filter(transfers::created_at.lt(until));
    }
    query = match (wanted.oldest_first, wanted.after) {
        (false, None) => query.order(transfers::id.desc()),
        (false, Some(after)) => query.filter(transfers::id.lt(after)).order(transfers::id.desc()),
        (true, None) => query.order(transfers::id),
        (true, Some(after)) => query.filter(transfers::id.gt(after)).order(transfers::id),
    };
    query.limit(wanted.limit + 1).load(conn)
}

/// Along the account's entries: they are numbered without gaps and their times never go back.
fn of_account(
    conn: &mut PgConnection,
    account: AccountId,
    wanted: &TransferQuery,
) -> Result<Vec<Transfer>, FindError> {
    let mut query = entries::table
        .inner_join(transfers::table)
        .filter(entries::account_id.eq(account))
        .select(Transfer::as_select())
        .into_boxed();
    if let Some(since) = wanted.since {
        query = query.filter(entries::account_version.gt(version_before(conn, account, since)?));
    }
    if let Some(until) = wanted.until {
        query = query.filter(entries::account_version.le(version_before(conn, account, until)?));
    }
    let after = wanted.after.map(|transfer| version_of(conn, account, transfer)).transpose()?;
    query = match (wanted.oldest_first, after) {
        (false, None) => query.order(entries::account_version.desc()),
        (false, Some(after)) => {
            query.filter(entries::account_version.lt(after)).order(entries::account_version.desc())
        }
        (true, None) => query.order(entries::account_version.asc()),
        (true, Some(after)) => {
            query.filter(entries::account_version.gt(after)).order(entries::account_version.asc())
        }
    };
    Ok(query.limit(wanted.limit + 1).load(conn)?)
}

fn version_before(conn: &mut PgConnection, account: AccountId, at: DateTime<Utc>) -> QueryResult<i64> {
    diesel::select(account_version_before(account, at)).get_result(conn)
}

fn version_of(conn: &mut PgConnection, account: AccountId, transfer: TransferId) -> Result<i64, FindError> {
    let version = entries::table
        .filter(entries::transfer_id.eq(transfer))
        .filter(entries::account_id.eq(account))
        .select(entries::account_version)
        .first(conn)
        .optional()?;
    version.ok_or(FindError::NotOfAccount { transfer, account })
}

fn with_owners(conn: &mut PgConnection, found: Listed<Transfer>) -> QueryResult<Listed<TransferRow>> {
    let both = |transfer: &Transfer| [transfer.from_account_id, transfer.to_account_id];
    let owners = owners(conn, found.rows.iter().flat_map(both))?;
    let owner = |account| owners.get(&account).cloned().unwrap_or_default();
    Ok(found.map(|transfer| TransferRow {
        from_owner: owner(transfer.from_account_id),
        to_owner: owner(transfer.to_account_id),
        transfer,
    }))
}
