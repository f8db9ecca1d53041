use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::LedgerError;
use super::balance::{balance_with_version, version_before};
use crate::database::read_only;
use crate::models::{Account, Entry, Transfer};
use crate::schema::{entries, transfers};
use crate::types::{AccountId, Money};

/// A stretch of time, from its first instant up to, but without, its last; open at an end that isn't given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first instant that belongs to it.
    pub from: Option<DateTime<Utc>>,
    /// The first instant that doesn't belong to it any more.
    pub to: Option<DateTime<Utc>>,
}

/// Which page of a statement to read. The default is the newest 50 lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementPage {
    /// Whether to read from the beginning; else from the end.
    pub oldest_first: bool,
    /// Go on behind this line: [`Statement::next`] of the page before.
    pub after: Option<i64>,
    /// How many lines at most.
    pub limit: i64,
}

impl Default for StatementPage {
    fn default() -> Self {
        Self { oldest_first: false, after: None, limit: 50 }
    }
}

/// A page of an account's statement. All of it was read from one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Statement {
    /// The account.
    pub account: Account,
    /// The balance before the period's first entry.
    pub opening: Money,
    /// The balance with the period's last entry.
    pub closing: Money,
    /// How many entries the period has, on all pages together.
    pub entries: i64,
    /// The page's lines.
    pub lines: Vec<StatementLine>,
    /// Where the next page goes on; `None` on the last.
    pub next: Option<i64>,
}

/// One line of an account's statement: the entry and the transfer behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StatementLine {
    /// What it did to this account.
    pub entry: Entry,
    /// What it was.
    pub transfer: Transfer,
}

impl StatementLine {
    /// The account on the other side.
    pub fn counterparty(&self) -> AccountId {
        if self.entry.amount < 0 { self.transfer.to_account_id } else { self.transfer.from_account_id }
    }

    /// By how much the balance moved: negative is a debit.
    pub fn amount(&self) -> Money {
        Money::new(self.entry.amount, self.transfer.currency)
    }

    /// The balance with this line.
    pub fn balance_after(&self) -> Money {
        Money::new(self.entry.balance_after, self.transfer.currency)
    }
}

/// A page of an account's statement over a period, with its opening and closing balance.
///
/// # Errors
/// [`LedgerError::AccountNotFound`].
pub fn statement(
    conn: &mut PgConnection,
    account: AccountId,
    period: &Period,
    page: &StatementPage,
) -> Result<Statement, LedgerError> {
    read_only(conn, |conn| {
        let account = Account::find(conn, account)?.ok_or(LedgerError::AccountNotFound(account))?;
        let first = period.from.map_or(Ok(0), |from| version_before(conn, account.id, from))?;
        let last =
            period.to.map_or(Ok(account.version), |to| version_before(conn, account.id, to))?.max(first);
        let lines = lines(conn, account.id, first, last, page)?;
        let end = if page.oldest_first { last } else { first + 1 };
        let next = lines.last().map(|line| line.entry.account_version).filter(|version| *version != end);
        Ok(Statement {
            opening: balance_with_version(conn, &account, first)?,
            closing: balance_with_version(conn, &account, last)?,
            entries: last - first,
            account,
            lines,
            next,
        })
    })
}

/// The page's lines among those behind version `first` up to version `last`.
fn lines(
    conn: &mut PgConnection,
    account: AccountId,
    first: i64,
    last: i64,
    page: &StatementPage,
) -> QueryResult<Vec<StatementLine>> {
    let query = entries::table
        .inner_join(transfers::table)
        .filter(entries::account_id.eq(account))
        .select((Entry::as_select(), Transfer::as_select()));
    let lines: Vec<(Entry, Transfer)> = if page.oldest_first {
        query
            .filter(entries::account_version.gt(page.after.unwrap_or(first).max(first)))
            .filter(entries::account_version.le(last))
            .order(entries::account_version)
            .limit(page.limit)
            .load(conn)?
    } else {
        query
            .filter(entries::account_version.gt(first))
            .filter(entries::account_version.lt(page.after.unwrap_or(last + 1).min(last + 1)))
            .order(entries::account_version.desc())
            .limit(page.limit)
            .load(conn)?
    };
    Ok(lines.into_iter().map(|(entry, transfer)| StatementLine { entry, transfer }).collect())
}
