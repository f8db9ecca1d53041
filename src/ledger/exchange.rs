use bigdecimal::{BigDecimal, RoundingMode, Signed};
use diesel::prelude::*;

use super::{LedgerError, NewTransfer, Posted, Reference, house_account, transfer};
use crate::database::transaction;
use crate::models::Account;
use crate::types::{AccountId, Money};

/// More decimals than any rate has, and more digits than any amount: beyond them a rate is a mistake.
const SENSIBLE_DIGITS: i64 = 64;

/// Money changed into another currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Exchanged {
    /// The transfer that sold: from the payer to the house.
    pub sold: Posted,
    /// The transfer that bought: from the house to the receiver. It refers to the other.
    pub bought: Posted,
    /// What was received.
    pub received: Money,
    /// What the rate gave beyond `received`: a fraction of a minor unit, in major units. The house keeps it.
    pub remainder: BigDecimal,
}

/// Changes money: `amount` leaves one account, and what it is worth at `rate` arrives in another of another
/// currency, by two linked transfers through the house's accounts; both or none.
///
/// `rate` is how many major units of the other currency one major unit is worth. What is received is rounded down
/// to whole minor units; the rest is told, and written into the second transfer's description.
///
/// With an idempotency key, the two transfers are posted under it with `:sold` and `:bought` behind.
///
/// # Errors
/// [`LedgerError::NotAnExchange`] when the currencies are the same or nothing would be received, or as
/// [`transfer()`].
pub fn exchange(
    conn: &mut PgConnection,
    from: AccountId,
    to: AccountId,
    amount: Money,
    rate: &BigDecimal,
    reference: &Reference<'_>,
) -> Result<Exchanged, LedgerError> {
    let receiver = Account::find(conn, to)?.ok_or(LedgerError::AccountNotFound(to))?;
    let (received, remainder) = convert(amount, rate, &receiver)?;
    let house_sells_to = house_account(conn, amount.currency())?.id;
    let house_buys_from = house_account(conn, received.currency())?.id;
    let description =
        format!("Exchange of {amount} at {}, remainder {}", rate.normalized(), remainder.normalized());
    let half = |suffix: &str, transfer: NewTransfer<'static>| -> NewTransfer<'static> {
        let transfer = match &reference.idempotency_key {
            Some(key) => transfer.idempotency_key(format!("{key}:{suffix}")),
            None => transfer,
        };
        let text = reference.description.as_deref().unwrap_or(&description);
        transfer.description(text.to_owned())
    };
    transaction(conn, |conn| {
        // All four at once, in id order: two exchanges in opposite directions wait for each other.
        Account::lock(conn, &[from, to, house_sells_to, house_buys_from])?;
        let sold = transfer(conn, &half("sold", NewTransfer::new(from, house_sells_to, amount)))?;
        let mut buy =
            half("bought", NewTransfer::new(house_buys_from, to, received)).description(description.clone());
        buy.exchanges_id = Some(sold.id);
        let bought = transfer(conn, &buy)?;
        Ok(Exchanged { sold, bought, received, remainder: remainder.clone() })
    })
}

fn convert(amount: Money, rate: &BigDecimal, receiver: &Account) -> Result<(Money, BigDecimal), LedgerError> {
    let digits = rate.fractional_digit_count();
    if !rate.is_positive() || amount.currency() == receiver.currency || digits.abs() > SENSIBLE_DIGITS {
        return Err(LedgerError::NotAnExchange);
    }
    let exact = amount.to_decimal() * rate;
    let rounded = exact.with_scale_round(receiver.currency.exponent().into(), RoundingMode::Down);
    let received = Money::from_decimal(&rounded, receiver.currency)?;
    if amount.minor_units() > 0 && received.minor_units() == 0 {
        return Err(LedgerError::NotAnExchange);
    }
    Ok((received, exact - rounded))
}
