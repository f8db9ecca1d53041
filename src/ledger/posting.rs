use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::diagnosis::diagnose;
use super::{LedgerError, transfer_batch_partial};
use crate::database::error::violated_rule;
use crate::database::{RetryPolicy, in_transaction, retry};
use crate::models::{NewTransfer, Transfer};
use crate::types::TransferId;

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
    let found = match violated_rule(cause) {
        Some("transfers_accounts_differ") => return LedgerError::SameAccount(transfer.from_account_id),
        Some("transfers_amount_range") => return LedgerError::AmountOutOfRange(transfer.amount()),
        Some("transfers_idempotency_key_length") => return LedgerError::IdempotencyKeyLength,
        Some("transfers_description_length") => return LedgerError::DescriptionLength,
        Some("accounts_balance_range") => {
            diagnose(conn, transfer).map(|d| d.or(Some(LedgerError::BalanceOutOfRange)))
        }
        Some(
            "accounts_balance_within_overdraft"
            | "accounts_closed_means_empty"
            | "transfers_from_account_fkey"
            | "transfers_to_account_fkey"
            | "transfers_reverses_id_fkey"
            | "transfers_reversal_mirrors_original"
            | "transfers_reversals_within_original",
        ) => diagnose(conn, transfer),
        _ => Ok(None),
    };
    match found {
        Ok(Some(named)) => named,
        // The look failed, or things have changed since: the refusal itself says more than that.
        Ok(None) | Err(_) => error,
    }
}
