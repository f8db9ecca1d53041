use std::collections::BTreeMap;

use diesel::prelude::*;

use super::ShopError;
use crate::database::transaction;
use crate::ledger::{self, NewTransfer};
use crate::models::{Account, NewOrder, NewOrderItem, Order, OrderItem, Product, Transfer, User};
use crate::types::{Currency, Money, OrderId, OrderStatus, ProductId, TransferId, UserId};

/// So many pieces of a product to order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What to order.
    pub product: ProductId,
    /// How many pieces.
    pub quantity: i32,
}

impl Line {
    /// So many pieces of a product.
    pub fn new(product: ProductId, quantity: i32) -> Self {
        Self { product, quantity }
    }
}

/// An order and its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlacedOrder {
    /// The order, with its total.
    pub order: Order,
    /// Its lines, in the order of their products' numbers.
    pub items: Vec<OrderItem>,
}

/// Places an order: takes the stock and keeps today's prices on the lines, all or nothing.
///
/// Lines of the same product become one. Products are locked in the order of their numbers, so orders over the
/// same products wait for each other instead of deadlocking.
///
/// # Errors
/// [`ShopError::EmptyOrder`], [`ShopError::Quantity`], [`ShopError::ProductNotFound`],
/// [`ShopError::MixedCurrencies`], [`ShopError::OutOfStock`], [`ShopError::UserNotFound`] or
/// [`ShopError::TotalOutOfRange`].
pub fn place_order(conn: &mut PgConnection, user: UserId, lines: &[Line]) -> Result<PlacedOrder, ShopError> {
    let wanted = merge(lines)?;
    transaction(conn, |conn| place(conn, user, &wanted)).map_err(|error| match error.rule() {
        Some("orders_user_id_fkey") => ShopError::UserNotFound(user),
        Some("order_items_subtotal_range" | "orders_total_amount_range") => ShopError::TotalOutOfRange,
        _ => error,
    })
}

fn merge(lines: &[Line]) -> Result<BTreeMap<ProductId, i32>, ShopError> {
    let mut wanted = BTreeMap::new();
    for line in lines {
        let sum = wanted.get(&line.product).map_or(0, |sum: &i32| i64::from(*sum)) + i64::from(line.quantity);
        let quantity = i32::try_from(sum).ok().filter(|_| line.quantity > 0);
        let quantity = quantity.ok_or(ShopError::Quantity { product: line.product, quantity: sum })?;
        wanted.insert(line.product, quantity);
    }
    if wanted.is_empty() { Err(ShopError::EmptyOrder) } else { Ok(wanted) }
}

fn place(
    conn: &mut PgConnection,
    user: UserId,
    wanted: &BTreeMap<ProductId, i32>,
) -> Result<PlacedOrder, ShopError> {
    let ids: Vec<_> = wanted.keys().copied().collect();
    let products = Product::lock(conn, &ids)?;
    let currency = check(&products, wanted)?;
    let order = Order::insert(conn, &NewOrder { user_id: user, currency, order_number: None })?;
    let lines: Vec<_> = products.iter().map(|p| NewOrderItem::new(order.id, p, wanted[&p.id])).collect();
    let items = OrderItem::insert(conn, &lines)?;
    // The lines have set the total meanwhile.
    Ok(PlacedOrder { order: Order::get(conn, order.id)?, items })
}

/// Names what the database would refuse, while the products are locked and can be looked at.
fn check(products: &[Product], wanted: &BTreeMap<ProductId, i32>) -> Result<Currency, ShopError> {
    for id in wanted.keys() {
        if !products.iter().any(|p| p.id == *id) {
            return Err(ShopError::ProductNotFound(*id));
        }
    }
    let order = products.first().ok_or(ShopError::EmptyOrder)?.currency;
    for product in products {
        if product.currency != order {
            let (sku, currency) = (product.sku.clone(), product.currency);
            return Err(ShopError::MixedCurrencies { sku, currency, order });
        }
        let requested = wanted[&product.id];
        if product.stock_quantity < requested {
            let (sku, available) = (product.sku.clone(), product.stock_quantity);
            return Err(ShopError::OutOfStock { sku, available, requested });
        }
    }
    Ok(order)
}

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
                let refund = order
                    .payment_transfer_id
                    .map(|payment| post_refund(conn, &order, payment))
                    .transpose()?;
                let cancelled = Order::cancel(conn, id, order.status, refund)?;
                cancelled.ok_or_else(|| illegal(&order, OrderStatus::Cancelled))
            }
            OrderStatus::Shipped | OrderStatus::Delivered => Err(illegal(&order, OrderStatus::Cancelled)),
        }
    })
}

/// Reverses what earlier reversals left of the payment; where they left nothing, the last of them is the refund.
fn post_refund(conn: &mut PgConnection, order: &Order, payment: TransferId) -> Result<TransferId, ShopError> {
    let paid = Transfer::get(conn, payment)?;
    let reversals = paid.reversals(conn)?;
    let given_back =
        reversals.iter().try_fold(Money::zero(paid.currency), |sum, r| sum.checked_add(r.amount()))?;
    let remaining = paid.amount().checked_sub(given_back)?;
    match reversals.last() {
        Some(last) if remaining.minor_units() == 0 => Ok(last.id),
        _ if remaining.minor_units() <= 0 => Err(ShopError::NothingToRefund { order: order.id, remaining }),
        _ => {
            let refund = NewTransfer::reversal(&paid, remaining)
                .idempotency_key(format!("order:{}:refund", order.id))
                .description(format!("Refund of order {}", order.order_number));
            Ok(ledger::transfer(conn, &refund)?.id)
        }
    }
}

fn illegal(order: &Order, to: OrderStatus) -> ShopError {
    ShopError::IllegalStatus { order: order.id, from: order.status, to }
}
