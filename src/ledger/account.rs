use diesel::prelude::*;

use super::{LedgerError, NewAccount};
use crate::models::Account;
use crate::types::AccountId;

/// Opens an account, empty.
///
/// # Errors
/// [`LedgerError::AccountExists`] when the owner has one in this currency, [`LedgerError::OwnerNotFound`] when
/// there is no such user, [`LedgerError::OverdraftLimitRange`] or [`LedgerError::UnlimitedOnlyForHouse`] when the
/// limit can't be.
pub fn open_account(conn: &mut PgConnection, account: &NewAccount<'_>) -> Result<Account, LedgerError> {
    let opened = conn.transaction(|conn| Account::insert(conn, account).map_err(LedgerError::from));
    opened.map_err(|error| match error.rule() {
        Some("owner_currency_key") => {
            LedgerError::AccountExists { owner: account.owner.to_owned(), currency: account.currency }
        }
        Some("accounts_owner_fkey") => LedgerError::OwnerNotFound(account.owner.to_owned()),
        _ => wrong_limit(error),
    })
}

/// The owner's account in the currency as it is; opened as given when there is none.
///
/// # Errors
/// As [`open_account`], but never [`LedgerError::AccountExists`].
pub fn find_or_open_account(
    conn: &mut PgConnection,
    account: &NewAccount<'_>,
) -> Result<Account, LedgerError> {
    if let Some(found) = Account::find_by_owner(conn, account.owner, account.currency)? {
        return Ok(found);
    }
    match open_account(conn, account) {
        // Another opened it in between.
        Err(LedgerError::AccountExists { .. }) => {
            Ok(Account::find_by_owner(conn, account.owner, account.currency)?
                .ok_or(diesel::result::Error::NotFound)?)
        }
        opened => opened,
    }
}

/// Sets how far under zero the balance may go, in minor units; `None` is without limit, for the house only.
///
/// # Errors
/// [`LedgerError::AccountNotFound`]; [`LedgerError::OverdrawnBeyondLimit`] when the balance is already lower;
/// [`LedgerError::OverdraftLimitRange`] or [`LedgerError::UnlimitedOnlyForHouse`] when the limit can't be.
pub fn set_overdraft_limit(
    conn: &mut PgConnection,
    id: AccountId,
    limit: Option<i64>,
) -> Result<Account, LedgerError> {
    let changed =
        conn.transaction(|conn| Account::update_overdraft_limit(conn, id, limit).map_err(LedgerError::from));
    changed.or_else(|error| {
        Err(match error.rule() {
            Some("accounts_balance_within_overdraft") => {
                let account = Account::get(conn, id)?;
                LedgerError::OverdrawnBeyondLimit { account: id, balance: account.balance() }
            }
            _ => not_found(wrong_limit(error), id),
        })
    })
}

/// Closes an account that holds nothing: nothing can be posted to it any more.
///
/// # Errors
/// [`LedgerError::AccountNotEmpty`], [`LedgerError::AccountNotFound`], or [`LedgerError::AccountClosed`] when it
/// is closed already.
pub fn close_account(conn: &mut PgConnection, id: AccountId) -> Result<Account, LedgerError> {
    let closed = conn.transaction(|conn| Account::close(conn, id).map_err(LedgerError::from));
    closed.or_else(|error| {
        let account = Account::find(conn, id)?.ok_or(LedgerError::AccountNotFound(id))?;
        Err(match error.rule() {
            Some("accounts_closed_means_empty") => {
                LedgerError::AccountNotEmpty { account: id, balance: account.balance() }
            }
            _ if account.closed_at.is_some() => LedgerError::AccountClosed(id),
            _ => error,
        })
    })
}

/// What is wrong with a limit that the database takes for nobody, or not for this owner.
fn wrong_limit(error: LedgerError) -> LedgerError {
    match error.rule() {
        Some("accounts_overdraft_limit_range") => LedgerError::OverdraftLimitRange,
        Some("accounts_unlimited_only_for_house") => LedgerError::UnlimitedOnlyForHouse,
        _ => error,
    }
}

fn not_found(error: LedgerError, id: AccountId) -> LedgerError {
    match error {
        LedgerError::Database(diesel::result::Error::NotFound) => LedgerError::AccountNotFound(id),
        other => other,
    }
}
