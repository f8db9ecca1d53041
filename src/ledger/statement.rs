use diesel::prelude::*;

use super::LedgerError;
use crate::models::{Account, Entry, Transfer};
use crate::schema::{entries, transfers};
use crate::types::{AccountId, Currency, Money};

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
        Money::new(self.entry.amount, self.currency())
    }

    /// The balance with this line.
    pub fn balance_after(&self) -> Money {
        Money::new(self.entry.balance_after, self.currency())
    }

    fn currency(&self) -> Currency {
        self.transfer.currency
    }
}

/// The latest lines of an account's statement, the newest first: at most `limit` of those before the entry with
/// the account version `before`.
///
/// # Errors
/// [`LedgerError::AccountNotFound`], so that no lines always means a quiet account.
pub fn statement(
    conn: &mut PgConnection,
    account: AccountId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<StatementLine>, LedgerError> {
    let mut query = entries::table
        .inner_join(transfers::table)
        .filter(entries::account_id.eq(account))
        .select((Entry::as_select(), Transfer::as_select()))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(entries::account_version.lt(before));
    }
    let lines: Vec<(Entry, Transfer)> =
        query.order(entries::account_version.desc()).limit(limit).load(conn)?;
    if lines.is_empty() && Account::find(conn, account)?.is_none() {
        return Err(LedgerError::AccountNotFound(account));
    }
    Ok(lines.into_iter().map(|(entry, transfer)| StatementLine { entry, transfer }).collect())
}
