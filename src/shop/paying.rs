use diesel::prelude::*;

use super::ShopError;
use super::steps::illegal;
use crate::database::transaction;
use crate::ledger::{self, LedgerError, NewTransfer, Posted, Reference};
use crate::models::{Account, Order, Transfer, User};
use crate::types::{Money, OrderId, OrderStatus, TransferId};

/// Pays a pending order from the buyer's account in its currency and confirms it, in one transaction.
///
/// Paying an order that is paid returns it as it is: paying twice pays once.
///
/// # Errors
/// [`ShopError::OrderNotFound`], [`ShopError::IllegalStatus`] for a cancelled order, [`ShopError::NoAccount`], or
/// [`ShopError::Ledger`] with [`InsufficientFunds`](crate::ledger::LedgerError::InsufficientFunds).
pub fn pay(conn: &mut PgConnection, id: OrderId) -> Result<Order, ShopError> {
    transaction(conn, |conn| {
        let order = Order::lock(conn, id)?.ok_or(ShopError::OrderNotFound(id))?;
        match order.status {
            OrderStatus::Pending => {
                let payment = post_payment(conn, &order)?;
                let confirmed = Order::confirm(conn, id, payment)?;
                confirmed.ok_or_else(|| illegal(&order, OrderStatus::Confirmed))
            }
            OrderStatus::Cancelled => Err(illegal(&order, OrderStatus::Confirmed)),
            OrderStatus::Confirmed | OrderStatus::Shipped | OrderStatus::Delivered => Ok(order),
        }
    })
}

/// Gives a part of an order's payment back to the buyer, whatever became of the order since; its stock stays.
///
/// All refunds together never exceed the payment. With an idempotency key in `reference` the same refund can be sent
/// again and is posted once.
///
/// # Errors
/// [`ShopError::OrderNotFound`], [`ShopError::NotPaid`], or [`ShopError::Ledger`] with
/// [`ReversalExceeds`](crate::ledger::LedgerError::ReversalExceeds) when less than that is left.
pub fn refund(
    conn: &mut PgConnection,
    id: OrderId,
    part: Money,
    reference: &Reference<'_>,
) -> Result<Posted, ShopError> {
    transaction(conn, |conn| {
        let order = Order::lock(conn, id)?.ok_or(ShopError::OrderNotFound(id))?;
        let payment = order.payment_transfer_id.ok_or(ShopError::NotPaid(id))?;
        Ok(ledger::reverse_with(conn, payment, Some(part), reference)?)
    })
}

/// The transfer from the buyer to the house; none for an order that costs nothing.
fn post_payment(conn: &mut PgConnection, order: &Order) -> Result<Option<TransferId>, ShopError> {
    let total = order.total()?;
    if total.minor_units() == 0 {
        return Ok(None);
    }
    let owner = User::get(conn, order.user_id)?.username;
    let account = Account::find_by_owner(conn, &owner, order.currency)?;
    let account = account.ok_or(ShopError::NoAccount { owner, currency: order.currency })?;
    let house = ledger::house_account(conn, order.currency)?;
    let payment = NewTransfer::new(account.id, house.id, total)
        .idempotency_key(format!("order:{}:payment", order.id))
        .description(format!("Order {}", order.order_number));
    Ok(Some(ledger::transfer(conn, &payment)?.id))
}

/// Reverses what earlier reversals left of the payment; where they left nothing, the last of them is the refund.
pub(super) fn post_whole_refund(
    conn: &mut PgConnection,
    order: &Order,
    payment: TransferId,
) -> Result<TransferId, ShopError> {
    let paid = Transfer::get(conn, payment)?;
    let mut seen = None;
    loop {
        let reversals = paid.reversals(conn)?;
        let remaining = paid.left_after(&reversals)?;
        if remaining.minor_units() <= 0 {
            let last = reversals.last().map(|last| last.id);
            return last.ok_or(ShopError::NothingToRefund { order: order.id, remaining });
        }
        match ledger::transfer(conn, &whole_refund(order, &paid, remaining)) {
            // Somebody reversed a part in the ledger meanwhile: what is left now is given back.
            Err(LedgerError::ReversalExceeds { .. }) if seen != Some(remaining) => seen = Some(remaining),
            posted => return Ok(posted?.id),
        }
    }
}

fn whole_refund(order: &Order, paid: &Transfer, remaining: Money) -> NewTransfer<'static> {
    NewTransfer::reversal(paid, remaining)
        .idempotency_key(format!("order:{}:refund", order.id))
        .description(format!("Refund of order {}", order.order_number))
}
