use diesel::prelude::*;

use super::LedgerError;
use crate::database::read_only;
use crate::models::{Account, Entry, Order, Transfer};
use crate::types::TransferId;

/// A transfer and all that hangs together with it, read from one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Trace {
    /// The transfer.
    pub transfer: Transfer,
    /// Its entries, the debit first.
    pub entries: Vec<Entry>,
    /// The account that was debited, as it is now.
    pub from: Account,
    /// The account that was credited, as it is now.
    pub to: Account,
    /// The transfer that it reverses.
    pub reverses: Option<Transfer>,
    /// The transfers that reverse it, in the order in which they were posted.
    pub reversals: Vec<Transfer>,
    /// The other half of an exchange.
    pub exchange: Option<Transfer>,
    /// The order that it paid or refunded.
    pub order: Option<Order>,
}

/// Follows a transfer to its entries, its accounts, its reversals, the other half of an exchange and its order.
///
/// # Errors
/// [`LedgerError::TransferNotFound`].
pub fn trace(conn: &mut PgConnection, id: TransferId) -> Result<Trace, LedgerError> {
    read_only(conn, |conn| {
        let transfer = Transfer::find(conn, id)?.ok_or(LedgerError::TransferNotFound(id))?;
        let exchange = match transfer.exchanges_id {
            Some(sold) => Transfer::find(conn, sold)?,
            None => transfer.exchanged_for(conn)?,
        };
        let reverses = transfer.reverses_id.map(|original| Transfer::get(conn, original)).transpose()?;
        Ok(Trace {
            entries: Entry::of_transfer(conn, id)?,
            from: Account::get(conn, transfer.from_account_id)?,
            to: Account::get(conn, transfer.to_account_id)?,
            reversals: transfer.reversals(conn)?,
            order: Order::find_by_transfer(conn, id)?,
            reverses,
            exchange,
            transfer,
        })
    })
}
