use std::collections::BTreeMap;

use diesel::prelude::*;

use super::ShopError;
use crate::database::transaction;
use crate::models::{NewOrder, NewOrderItem, Order, OrderItem, Product};
use crate::types::{Currency, ProductId, UserId};

/// How many lines go into one statement: each binds five values, of which a statement takes 65,535.
const LINES_AT_ONCE: usize = 10_000;

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

/// How to get at products that somebody else has locked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    Wait,
    NoWait,
}

/// Places an order: takes the stock and keeps today's prices on the lines, all or nothing.
///
/// Lines of the same product become one. Products are locked in the order of their numbers, so orders over the
/// same products wait for each other instead of deadlocking. However many lines there are, it takes four
/// statements (one more for each 10,000 lines beyond the first).
///
/// # Errors
/// [`ShopError::EmptyOrder`], [`ShopError::Quantity`], [`ShopError::ProductNotFound`],
/// [`ShopError::MixedCurrencies`], [`ShopError::OutOfStock`], [`ShopError::UserNotFound`] or
/// [`ShopError::TotalOutOfRange`].
pub fn place_order(conn: &mut PgConnection, user: UserId, lines: &[Line]) -> Result<PlacedOrder, ShopError> {
    place_with(conn, user, lines, Patience::Wait)
}

/// As [`place_order`], but doesn't wait where another transaction holds one of the products.
///
/// # Errors
/// [`ShopError::Locked`] at once in that case, else as [`place_order`].
pub fn place_order_no_wait(
    conn: &mut PgConnection,
    user: UserId,
    lines: &[Line],
) -> Result<PlacedOrder, ShopError> {
    place_with(conn, user, lines, Patience::NoWait)
}

/// The lines that SKUs and quantities stand for.
///
/// # Errors
/// [`ShopError::UnknownSku`] for the first that no product has.
pub fn lines_by_sku(conn: &mut PgConnection, wanted: &[(&str, i32)]) -> Result<Vec<Line>, ShopError> {
    let skus: Vec<_> = wanted.iter().map(|(sku, _)| *sku).collect();
    let products = Product::find_by_skus(conn, &skus)?;
    let numbers: BTreeMap<_, _> = products.iter().map(|product| (product.sku.as_str(), product.id)).collect();
    let line = |(sku, quantity): &(&str, i32)| match numbers.get(sku) {
        Some(product) => Ok(Line::new(*product, *quantity)),
        None => Err(ShopError::UnknownSku((*sku).to_owned())),
    };
    wanted.iter().map(line).collect()
}

fn place_with(
    conn: &mut PgConnection,
    user: UserId,
    lines: &[Line],
    patience: Patience,
) -> Result<PlacedOrder, ShopError> {
    let wanted = merge(lines)?;
    transaction(conn, |conn| place(conn, user, &wanted, patience)).map_err(|error| match error.rule() {
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
    patience: Patience,
) -> Result<PlacedOrder, ShopError> {
    let ids: Vec<_> = wanted.keys().copied().collect();
    let products = lock(conn, &ids, patience)?;
    let currency = check(&products, wanted)?;
    let order = Order::insert(conn, &NewOrder { user_id: user, currency, order_number: None })?;
    let lines: Vec<_> = products.iter().map(|p| NewOrderItem::new(order.id, p, wanted[&p.id])).collect();
    let mut items = Vec::with_capacity(lines.len());
    for some in lines.chunks(LINES_AT_ONCE) {
        items.extend(OrderItem::insert(conn, some)?);
    }
    // The lines have set the total meanwhile.
    Ok(PlacedOrder { order: Order::get(conn, order.id)?, items })
}

/// The products, locked; each of them is there.
fn lock(conn: &mut PgConnection, ids: &[ProductId], patience: Patience) -> Result<Vec<Product>, ShopError> {
    let products = match patience {
        Patience::Wait => Product::lock(conn, ids)?,
        Patience::NoWait => Product::lock_free(conn, ids)?,
    };
    let Some(missing) = ids.iter().find(|id| !products.iter().any(|product| product.id == **id)) else {
        return Ok(products);
    };
    Err(match Product::find(conn, *missing)? {
        Some(Product { sku, .. }) => ShopError::Locked { sku },
        None => ShopError::ProductNotFound(*missing),
    })
}

/// Names what the database would refuse, while the products are locked and can be looked at.
fn check(products: &[Product], wanted: &BTreeMap<ProductId, i32>) -> Result<Currency, ShopError> {
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
