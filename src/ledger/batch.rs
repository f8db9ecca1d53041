use diesel::prelude::*;
use thiserror::Error;

use super::batch_query::{PostBatch, Row};
use super::{LedgerError, NewTransfer, Posted};
use crate::database::{RetryPolicy, Transient, in_transaction, retry};
use crate::types::{AccountId, Currency, Money, TransferId};

/// What became of one transfer of a batch.
pub type Outcome = Result<Posted, LedgerError>;

/// Why a batch was refused as a whole. Nothing of it was posted.
#[derive(Debug, Error)]
pub enum BatchError {
    /// One of its transfers can't be posted.
    #[error("transfer {index} of the batch: {source}")]
    Refused {
        /// Its place in the batch, from 0.
        index: usize,
        /// Why it can't.
        source: LedgerError,
    },
    /// Anything else the database said.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl Transient for BatchError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_transient())
    }
}

/// Posts transfers as if one after another, in one statement: all of them, or none when one is refused.
///
/// # Errors
/// [`BatchError::Refused`] tells the first that was refused, and why.
///
/// ```no_run
/// use diesel::prelude::*;
/// use ledgerstore::ledger::{self, BatchError, NewTransfer};
/// use ledgerstore::types::{AccountId, Currency, Money};
///
/// # fn example(conn: &mut PgConnection) -> Result<(), BatchError> {
/// let house = AccountId::new(1);
/// let wages: Vec<_> = (2..100)
///     .map(|id| NewTransfer::new(house, AccountId::new(id), Money::new(2_500_00, Currency::EUR)))
///     .collect();
/// let posted = ledger::transfer_batch(conn, &wages)?;
/// assert_eq!(posted.len(), wages.len());
/// # Ok(())
/// # }
/// ```
pub fn transfer_batch(
    conn: &mut PgConnection,
    transfers: &[NewTransfer<'_>],
) -> Result<Vec<Posted>, BatchError> {
    let rows = run(conn, transfers, true)?;
    let refused = rows.iter().position(|row| !row.is_posted() && row.outcome != "not_posted");
    let outcomes = transfers.iter().zip(rows).map(|(transfer, row)| outcome(transfer, row));
    match refused {
        None => outcomes
            .enumerate()
            .map(|(index, o)| o.map_err(|source| BatchError::Refused { index, source }))
            .collect(),
        Some(index) => Err(match outcomes.into_iter().nth(index) {
            Some(Err(source)) => BatchError::Refused { index, source },
            _ => diesel::result::Error::RollbackTransaction.into(),
        }),
    }
}

/// Posts those of the transfers that can be posted, as if one after another, in one statement, and tells of each
/// what became of it, in their order.
///
/// # Errors
/// Only what the database said of the whole statement; what a transfer is refused for is its own outcome.
pub fn transfer_batch_partial(
    conn: &mut PgConnection,
    transfers: &[NewTransfer<'_>],
) -> QueryResult<Vec<Outcome>> {
    let rows = run(conn, transfers, false)?;
    Ok(transfers.iter().zip(rows).map(|(transfer, row)| outcome(transfer, row)).collect())
}

/// Inside a transaction it runs under a savepoint: what the database refuses leaves the transaction usable.
fn run(
    conn: &mut PgConnection,
    transfers: &[NewTransfer<'_>],
    all_or_nothing: bool,
) -> QueryResult<Vec<Row>> {
    if transfers.is_empty() {
        return Ok(Vec::new());
    }
    let query = PostBatch::new(transfers, all_or_nothing);
    if in_transaction(conn) {
        return conn.transaction(|conn| query.clone().load(conn));
    }
    retry(conn, &RetryPolicy::default(), |conn| query.clone().load(conn))
}

fn outcome(transfer: &NewTransfer<'_>, row: Row) -> Outcome {
    let account = row.account_id.unwrap_or(transfer.from_account_id);
    let requested = transfer.amount();
    let told = row.amount.unwrap_or_default();
    Err(match (row.outcome.as_str(), row.transfer_id, row.created_at) {
        ("posted", Some(id), Some(created_at)) => return Ok(Posted { id, created_at, replayed: false }),
        ("replayed", Some(id), Some(created_at)) => return Ok(Posted { id, created_at, replayed: true }),
        ("key_reused", Some(first), _) => LedgerError::IdempotencyKeyReused(first),
        ("key_reused", None, _) => LedgerError::IdempotencyKeyRepeated,
        ("transfer_not_found", Some(id), _) => LedgerError::TransferNotFound(id),
        ("reversal_mismatch", Some(id), _) => LedgerError::ReversalMismatch(id),
        ("reversal_exceeds", Some(original), _) => exceeds(original, told, requested),
        ("insufficient_funds", ..) => insufficient(account, told, requested),
        ("account_not_found", ..) => LedgerError::AccountNotFound(account),
        ("account_closed", ..) => LedgerError::AccountClosed(account),
        ("currency_mismatch", ..) => mismatch(account, row.currency, requested),
        ("stale_version", ..) => stale(account, transfer.expected_version, told),
        ("amount_out_of_range", ..) => LedgerError::AmountOutOfRange(requested),
        ("balance_out_of_range", ..) => LedgerError::BalanceOutOfRange,
        ("same_account", ..) => LedgerError::SameAccount(account),
        ("key_length", ..) => LedgerError::IdempotencyKeyLength,
        ("description_length", ..) => LedgerError::DescriptionLength,
        _ => LedgerError::UnknownOutcome(row.outcome),
    })
}

fn insufficient(account: AccountId, available: i64, requested: Money) -> LedgerError {
    let available = Money::new(available, requested.currency());
    LedgerError::InsufficientFunds { account, available, requested }
}

fn exceeds(original: TransferId, remaining: i64, requested: Money) -> LedgerError {
    let remaining = Money::new(remaining, requested.currency());
    LedgerError::ReversalExceeds { original, remaining, requested }
}

fn mismatch(account: AccountId, held: Option<Currency>, requested: Money) -> LedgerError {
    let requested = requested.currency();
    LedgerError::CurrencyMismatch { account, held: held.unwrap_or(requested), requested }
}

fn stale(account: AccountId, expected: Option<i64>, actual: i64) -> LedgerError {
    LedgerError::StaleVersion { account, expected: expected.unwrap_or_default(), actual }
}
