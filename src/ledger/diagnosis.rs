use diesel::prelude::*;

use super::LedgerError;
use super::reversal::remaining;
use crate::models::{Account, NewTransfer, Transfer};
use crate::types::AccountId;

/// What is wrong with a transfer that the database refused, looked for in the order in which batches do, so that
/// both give the same reason where there are several. `None` when it would be accepted by now.
pub(super) fn diagnose(
    conn: &mut PgConnection,
    transfer: &NewTransfer<'_>,
) -> Result<Option<LedgerError>, LedgerError> {
    let from = match fit_account(conn, transfer, transfer.from_account_id)? {
        Ok(account) => account,
        Err(unfit) => return Ok(Some(unfit)),
    };
    let to = match fit_account(conn, transfer, transfer.to_account_id)? {
        Ok(account) => account,
        Err(unfit) => return Ok(Some(unfit)),
    };
    if let Some(closed) = [&from, &to].into_iter().find(|account| account.closed_at.is_some()) {
        return Ok(Some(LedgerError::AccountClosed(closed.id)));
    }
    if let Some(wrong) = wrong_reversal(conn, transfer)? {
        return Ok(Some(wrong));
    }
    let requested = transfer.amount();
    let too_little = from.available().filter(|available| available.minor_units() < requested.minor_units());
    Ok(too_little.map(|available| LedgerError::InsufficientFunds { account: from.id, available, requested }))
}

/// The account, if it is there and holds the transfer's currency.
fn fit_account(
    conn: &mut PgConnection,
    transfer: &NewTransfer<'_>,
    id: AccountId,
) -> QueryResult<Result<Account, LedgerError>> {
    let requested = transfer.amount().currency();
    Ok(match Account::find(conn, id)? {
        None => Err(LedgerError::AccountNotFound(id)),
        Some(account) if account.currency != requested => {
            Err(LedgerError::CurrencyMismatch { account: id, held: account.currency, requested })
        }
        Some(account) => Ok(account),
    })
}

fn wrong_reversal(
    conn: &mut PgConnection,
    transfer: &NewTransfer<'_>,
) -> Result<Option<LedgerError>, LedgerError> {
    let Some(id) = transfer.reverses_id else { return Ok(None) };
    let Some(original) = Transfer::find(conn, id)? else {
        return Ok(Some(LedgerError::TransferNotFound(id)));
    };
    let accounts = (transfer.to_account_id, transfer.from_account_id);
    if original.reverses_id.is_some() || (original.from_account_id, original.to_account_id) != accounts {
        return Ok(Some(LedgerError::ReversalMismatch(id)));
    }
    let (remaining, requested) = (remaining(conn, &original)?, transfer.amount());
    let exceeds = remaining.minor_units() < requested.minor_units();
    Ok(exceeds.then_some(LedgerError::ReversalExceeds { original: id, remaining, requested }))
}
