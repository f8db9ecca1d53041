use diesel::prelude::*;

use super::ShopError;
use super::paying::post_whole_refund;
use crate::database::transaction;
use crate::models::Order;
use crate::types::{OrderId, OrderStatus};

/// The oldest pending order that nobody else is working on, locked until the caller's transaction ends.
///
/// A work queue: each of many workers opens a transaction, takes an order, pays or cancels it, and commits; none
/// waits for another, and an order whose worker died is the next one's. Outside of a transaction the order is only
/// looked at.
///
/// # Errors
/// Only the database's own.
pub fn next_pending(conn: &mut PgConnection) -> Result<Option<Order>, ShopError> {
    Ok(Order::lock_next_pending(conn)?)
}

/// Marks a confirmed order as shipped.
///
/// # Errors
/// [`ShopError::OrderNotFound`] or [`ShopError::IllegalStatus`].
pub fn ship(conn: &mut PgConnection, id: OrderId) -> Result<Order, ShopError> {
    step(conn, id, OrderStatus::Shipped)
}

/// Marks a shipped order as delivered.
///
/// # Errors
/// [`ShopError::OrderNotFound`] or [`ShopError::IllegalStatus`].
pub fn deliver(conn: &mut PgConnection, id: OrderId) -> Result<Order, ShopError> {
    step(conn, id, OrderStatus::Delivered)
}

fn step(conn: &mut PgConnection, id: OrderId, to: OrderStatus) -> Result<Order, ShopError> {
    transaction(conn, |conn| {
        let order = Order::lock(conn, id)?.ok_or(ShopError::OrderNotFound(id))?;
        if !order.status.may_become(to) {
            return Err(illegal(&order, to));
        }
        Order::advance(conn, id, order.status, to)?.ok_or_else(|| illegal(&order, to))
    })
}

/// Cancels a pending or confirmed order: its stock goes back, and what is left of its payment is refunded.
///
/// Cancelling a cancelled order returns it as it is: it refunds once.
///
/// # Errors
/// [`ShopError::OrderNotFound`] or [`ShopError::IllegalStatus`] once it was shipped.
pub fn cancel(conn: &mut PgConnection, id: OrderId) -> Result<Order, ShopError> {
    transaction(conn, |conn| {
        let order = Order::lock(conn, id)?.ok_or(ShopError::OrderNotFound(id))?;
        match order.status {
            OrderStatus::Cancelled => Ok(order),
            OrderStatus::Pending | OrderStatus::Confirmed => {
                let payment = order.payment_transfer_id;
                let refund = payment.map(|payment| post_whole_refund(conn, &order, payment)).transpose()?;
                let cancelled = Order::cancel(conn, id, order.status, refund)?;
                cancelled.ok_or_else(|| illegal(&order, OrderStatus::Cancelled))
            }
            OrderStatus::Shipped | OrderStatus::Delivered => Err(illegal(&order, OrderStatus::Cancelled)),
        }
    })
}

pub(super) fn illegal(order: &Order, to: OrderStatus) -> ShopError {
    ShopError::IllegalStatus { order: order.id, from: order.status, to }
}
