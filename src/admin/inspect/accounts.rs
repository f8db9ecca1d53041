use std::collections::HashMap;

use diesel::prelude::*;

use super::{Listed, Place};
use crate::models::{Account, Entry};
use crate::schema::accounts;
use crate::types::{AccountId, Currency};

/// Which accounts to list, and from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountQuery {
    /// Only this owner's.
    pub owner: Option<String>,
    /// Only in this currency.
    pub currency: Option<Currency>,
    /// In which order.
    pub order: AccountOrder,
    /// How many at most.
    pub limit: i64,
}

/// The order of a list of accounts, and behind which row to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountOrder {
    /// By number.
    Number(Option<AccountId>),
    /// The largest balance in minor units first. Every account that passes the filter is read for it.
    Balance(Option<Place>),
}

impl Default for AccountOrder {
    fn default() -> Self {
        Self::Number(None)
    }
}

/// Accounts in an order.
///
/// # Errors
/// Only the database's own.
pub fn list_accounts(conn: &mut PgConnection, wanted: &AccountQuery) -> QueryResult<Listed<Account>> {
    let mut query = Account::query().into_boxed();
    if let Some(owner) = &wanted.owner {
        query = query.filter(accounts::owner.eq(owner));
    }
    if let Some(currency) = wanted.currency {
        query = query.filter(accounts::currency.eq(currency));
    }
    query = match wanted.order {
        AccountOrder::Number(None) => query.order(accounts::id),
        AccountOrder::Number(Some(after)) => query.filter(accounts::id.gt(after)).order(accounts::id),
        AccountOrder::Balance(after) => {
            if let Some(Place { key, id }) = after {
                let same = accounts::balance.eq(key).and(accounts::id.gt(id));
                query = query.filter(accounts::balance.lt(key).or(same));
            }
            query.order((accounts::balance.desc(), accounts::id.asc()))
        }
    };
    Ok(Listed::cut(query.limit(wanted.limit + 1).load(conn)?, wanted.limit))
}

/// An account's latest balances, the oldest of them first, with the one before the first of them.
///
/// # Errors
/// Only the database's own.
pub fn recent_balances(conn: &mut PgConnection, account: &Account, count: i64) -> QueryResult<Vec<i64>> {
    let entries = Entry::list(conn, account.id, None, count)?;
    let before = entries.last().map(|first| first.balance_after - first.amount);
    Ok(before.into_iter().chain(entries.iter().rev().map(|entry| entry.balance_after)).collect())
}

/// Who owns these accounts.
///
/// # Errors
/// Only the database's own.
pub fn owners(
    conn: &mut PgConnection,
    accounts: impl IntoIterator<Item = AccountId>,
) -> QueryResult<HashMap<AccountId, String>> {
    let wanted: Vec<_> = accounts.into_iter().collect();
    let found = accounts::table.filter(accounts::id.eq_any(wanted)).select((accounts::id, accounts::owner));
    Ok(found.load::<(AccountId, String)>(conn)?.into_iter().collect())
}
