use diesel::prelude::*;

use super::{LedgerError, NewTransfer, Posted, Reference, transfer};
use crate::models::Transfer;
use crate::types::{Money, TransferId};

/// Gives a transfer back, in part or what is left of it. All its reversals together never exceed it, whatever runs
/// at the same time.
///
/// # Errors
/// [`LedgerError::TransferNotFound`], [`LedgerError::ReversalExceeds`], [`LedgerError::ReversalMismatch`] for a
/// transfer that is a reversal itself, or as [`transfer()`].
pub fn reverse(conn: &mut PgConnection, id: TransferId, part: Option<Money>) -> Result<Posted, LedgerError> {
    reverse_with(conn, id, part, &Reference::new())
}

/// As [`reverse`], with an idempotency key or a description of its own.
///
/// With a key and without a part, what is left is decided the first time.
///
/// # Errors
/// As [`reverse`].
pub fn reverse_with(
    conn: &mut PgConnection,
    id: TransferId,
    part: Option<Money>,
    reference: &Reference<'_>,
) -> Result<Posted, LedgerError> {
    let original = Transfer::find(conn, id)?.ok_or(LedgerError::TransferNotFound(id))?;
    if let (None, Some(key)) = (part, &reference.idempotency_key)
        && let Some(first) = Transfer::find_by_idempotency_key(conn, key)?
    {
        return replay(&first, id);
    }
    let amount = match part {
        Some(part) => part,
        None => whole_rest(conn, &original)?,
    };
    transfer(conn, &reference.on(NewTransfer::reversal(&original, amount)))
}

fn replay(first: &Transfer, id: TransferId) -> Result<Posted, LedgerError> {
    if first.reverses_id == Some(id) {
        Ok(Posted { id: first.id, created_at: first.created_at, replayed: true })
    } else {
        Err(LedgerError::IdempotencyKeyReused(first.id))
    }
}

/// What is left to reverse, when there is something.
fn whole_rest(conn: &mut PgConnection, original: &Transfer) -> Result<Money, LedgerError> {
    let remaining = remaining(conn, original)?;
    if remaining.minor_units() == 0 {
        let requested = original.amount();
        return Err(LedgerError::ReversalExceeds { original: original.id, remaining, requested });
    }
    Ok(remaining)
}

/// What the reversals so far have left of a transfer.
pub(super) fn remaining(conn: &mut PgConnection, original: &Transfer) -> Result<Money, LedgerError> {
    let reversals = original.reversals(conn)?;
    Ok(original.left_after(&reversals)?)
}
