use std::borrow::Cow;

use diesel::prelude::*;

use super::{LedgerError, NewAccount, NewTransfer, Posted, account, transfer};
use crate::models::Account;
use crate::types::{AccountId, Currency, Money};

/// What goes with a deposit or a withdrawal besides the amount.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The caller's own name for the request, so that sending it again can't post it again.
    pub idempotency_key: Option<Cow<'a, str>>,
    /// What it is for.
    pub description: Option<Cow<'a, str>>,
}

impl<'a> Reference<'a> {
    /// No key and no description.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the request, so that sending it again can't post it again.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<Cow<'a, str>>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<Cow<'a, str>>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The transfer with this key and description.
    pub(super) fn on(&self, mut transfer: NewTransfer<'a>) -> NewTransfer<'a> {
        transfer.idempotency_key.clone_from(&self.idempotency_key);
        transfer.description.clone_from(&self.description);
        transfer
    }
}

/// Brings money in: a transfer from the house's account of that currency, which is opened when there is none.
///
/// # Errors
/// As [`transfer`].
pub fn deposit(
    conn: &mut PgConnection,
    to: AccountId,
    amount: Money,
    reference: &Reference<'_>,
) -> Result<Posted, LedgerError> {
    let house = house_account(conn, amount.currency())?;
    transfer(conn, &reference.on(NewTransfer::new(house.id, to, amount)))
}

/// Takes money out: a transfer to the house's account of that currency, which is opened when there is none.
///
/// # Errors
/// As [`transfer`].
pub fn withdraw(
    conn: &mut PgConnection,
    from: AccountId,
    amount: Money,
    reference: &Reference<'_>,
) -> Result<Posted, LedgerError> {
    let house = house_account(conn, amount.currency())?;
    transfer(conn, &reference.on(NewTransfer::new(from, house.id, amount)))
}

/// The house's account in a currency, opened without limit when there is none.
///
/// What the house is overdrawn by is what everybody else holds.
///
/// # Errors
/// Only the database's own.
pub fn house_account(conn: &mut PgConnection, currency: Currency) -> Result<Account, LedgerError> {
    account::find_or_open_account(
        conn,
        &NewAccount { owner: Account::HOUSE, currency, overdraft_limit: None },
    )
}
