use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::reversal::remaining;
use super::{LedgerError, transfer_batch_partial};
use crate::database::error::violated_rule;
use crate::database::{RetryPolicy, in_transaction, retry};
use crate::models::{Account, NewTransfer, Transfer};
use crate::types::{AccountId, TransferId};

/// A transfer that is in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Posted {
    /// The transfer's number.
    pub id: TransferId,
    /// When it was posted.
    pub created_at: DateTime<Utc>,
    /// Whether it had been posted before under the same idempotency key: nothing new was posted.
    pub replayed: bool,
}

impl Posted {
    fn new(transfer: &Transfer, replayed: bool) -> Self {
        Self { id: transfer.id, created_at: transfer.created_at, replayed }
    }
}

/// Posts a transfer: one statement, prepared once for a connection, one round trip.
///
/// With an idempotency key the same request can be sent again, after an error whose outcome is unknown for
/// instance: it posts once and returns the first result, marked as replayed.
///
/// Inside a transaction it runs under a savepoint, so that the transaction can go on after a refusal.
///
/// # Errors
/// [`LedgerError`] names the rule by which the database refused; nothing was posted then.
///
/// ```no_run
/// use diesel::prelude::*;
/// use ledgerstore::ledger::{self, LedgerError, NewTransfer};
/// use ledgerstore::types::{AccountId, Currency, Money};
///
/// # fn example(conn: &mut PgConnection) -> Result<(), LedgerError> {
/// let rent = NewTransfer::new(AccountId::new(1), AccountId::new(2), Money::new(650_00, Currency::EUR));
/// match ledger::transfer(conn, &rent.idempotency_key("rent-2026-11")) {
///     Ok(posted) => println!("transfer {}", posted.id),
///     Err(LedgerError::InsufficientFunds { available, .. }) => println!("only {available} left"),
///     Err(other) => return Err(other),
/// }
/// # Ok(())
/// # }
/// ```
pub fn transfer(conn: &mut PgConnection, transfer: &NewTransfer<'_>) -> Result<Posted, LedgerError> {
    if transfer.expected_version.is_some() {
        // The version is checked under the account's lock, where batches check everything.
        let outcomes = transfer_batch_partial(conn, std::slice::from_ref(transfer))?;
        return outcomes.into_iter().next().unwrap_or(Err(diesel::result::Error::NotFound.into()));
    }
    let posted = if in_transaction(conn) {
        conn.transaction(|conn| post(conn, transfer))
    } else {
        retry(conn, &RetryPolicy::default(), |conn| post(conn, transfer))
    };
    posted.map_err(|error| explain(conn, transfer, error))
}

fn post(conn: &mut PgConnection, transfer: &NewTransfer<'_>) -> Result<Posted, LedgerError> {
    let Some(key) = transfer.idempotency_key.as_deref() else {
        return Ok(Posted::new(&Transfer::insert(conn, transfer)?, false));
    };
    if let Some(posted) = Transfer::insert_once(conn, transfer)? {
        return Ok(Posted::new(&posted, false));
    }
    // The key was there: transfers are never removed, so it still is.
    let first = Transfer::find_by_idempotency_key(conn, key)?.ok_or(diesel::result::Error::NotFound)?;
    if transfer.asks_for(&first) {
        Ok(Posted::new(&first, true))
    } else {
        Err(LedgerError::IdempotencyKeyReused(first.id))
    }
}

/// Turns the violated rule into what it means for this transfer, looking at its accounts where that takes it.
fn explain(conn: &mut PgConnection, transfer: &NewTransfer<'_>, error: LedgerError) -> LedgerError {
    let LedgerError::Database(cause) = &error else { return error };
    let explained = match violated_rule(cause) {
        Some("accounts_balance_within_overdraft") => insufficient_funds(conn, transfer),
        Some("transfers_from_account_fkey") => unfit_account(conn, transfer.from_account_id, transfer),
        Some("transfers_to_account_fkey") => unfit_account(conn, transfer.to_account_id, transfer),
        Some("accounts_closed_means_empty") => closed_account(conn, transfer),
        Some("transfers_reverses_id_fkey") => Ok(transfer.reverses_id.map(LedgerError::TransferNotFound)),
        Some("transfers_reversal_mirrors_original") => {
            Ok(transfer.reverses_id.map(LedgerError::ReversalMismatch))
        }
        Some("transfers_reversals_within_original") => reversal_exceeds(conn, transfer),
        Some("transfers_amount_range") => Ok(Some(LedgerError::AmountOutOfRange(transfer.amount()))),
        Some("accounts_balance_range") => Ok(Some(LedgerError::BalanceOutOfRange)),
        Some("transfers_accounts_differ") => Ok(Some(LedgerError::SameAccount(transfer.from_account_id))),
        Some("transfers_idempotency_key_length") => Ok(Some(LedgerError::IdempotencyKeyLength)),
        Some("transfers_description_length") => Ok(Some(LedgerError::DescriptionLength)),
        _ => Ok(None),
    };
    match explained {
        Ok(Some(named)) => named,
        // The look failed (the connection broke, say): the refusal itself says more than that.
        Ok(None) | Err(_) => error,
    }
}

fn insufficient_funds(
    conn: &mut PgConnection,
    transfer: &NewTransfer<'_>,
) -> QueryResult<Option<LedgerError>> {
    let account = Account::get(conn, transfer.from_account_id)?;
    Ok(account.available().map(|available| LedgerError::InsufficientFunds {
        account: account.id,
        available,
        requested: transfer.amount(),
    }))
}

fn reversal_exceeds(conn: &mut PgConnection, transfer: &NewTransfer<'_>) -> QueryResult<Option<LedgerError>> {
    let Some(original) = transfer.reverses_id else { return Ok(None) };
    let reversed = Transfer::get(conn, original)?;
    Ok(remaining(conn, &reversed).ok().map(|remaining| LedgerError::ReversalExceeds {
        original,
        remaining,
        requested: transfer.amount(),
    }))
}

fn unfit_account(
    conn: &mut PgConnection,
    id: AccountId,
    transfer: &NewTransfer<'_>,
) -> QueryResult<Option<LedgerError>> {
    Ok(Some(match Account::find(conn, id)? {
        None => LedgerError::AccountNotFound(id),
        Some(account) => LedgerError::CurrencyMismatch {
            account: id,
            held: account.currency,
            requested: transfer.amount().currency(),
        },
    }))
}

fn closed_account(conn: &mut PgConnection, transfer: &NewTransfer<'_>) -> QueryResult<Option<LedgerError>> {
    let from = Account::get(conn, transfer.from_account_id)?;
    let closed = if from.closed_at.is_some() { from.id } else { transfer.to_account_id };
    Ok(Some(LedgerError::AccountClosed(closed)))
}
