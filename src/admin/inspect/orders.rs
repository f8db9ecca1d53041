use chrono::{DateTime, TimeDelta, Utc};
use diesel::data_types::PgInterval;
use diesel::dsl::now;
use diesel::prelude::*;
use diesel::sql_types::{Interval, Timestamptz};

use super::Listed;
use crate::models::{Order, OrderItem, Transfer};
use crate::schema::{order_items, orders, products, users};
use crate::types::{OrderId, OrderStatus, UserId};

/// Which orders to list, and from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderQuery {
    /// Only in this status.
    pub status: Option<OrderStatus>,
    /// Only of this user.
    pub user: Option<UserId>,
    /// Only those placed at least so long ago, by the database's clock.
    pub older_than: Option<TimeDelta>,
    /// The oldest first instead of the newest.
    pub oldest_first: bool,
    /// Go on behind the one placed at that time with that number.
    pub after: Option<(DateTime<Utc>, OrderId)>,
    /// How many at most.
    pub limit: i64,
}

/// An order and who placed it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderRow {
    /// The order.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub order: Order,
    /// Who buys.
    pub username: String,
}

/// An order with its lines and its money.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderPicture {
    /// The order.
    pub order: OrderRow,
    /// Its lines, as they were written.
    pub items: Vec<ItemRow>,
    /// What paid it.
    pub payment: Option<Transfer>,
    /// What gave the payment back, in part or in full.
    pub refunds: Vec<Transfer>,
}

/// A line of an order and what is bought.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ItemRow {
    /// The line.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub item: OrderItem,
    /// The product's stock keeping unit.
    pub sku: String,
    /// What the product is called.
    pub name: String,
}

/// Orders by the time when they were placed.
///
/// # Errors
/// Only the database's own.
pub fn list_orders(conn: &mut PgConnection, wanted: &OrderQuery) -> QueryResult<Listed<OrderRow>> {
    let mut query =
        orders::table.inner_join(users::table).select((Order::as_select(), users::username)).into_boxed();
    if let Some(status) = wanted.status {
        query = query.filter(orders::status.eq(status));
    }
    if let Some(user) = wanted.user {
        query = query.filter(orders::user_id.eq(user));
    }
    if let Some(age) = wanted.older_than {
        query = query.filter(
            orders::created_at.le(now.into_sql::<Timestamptz>() - interval(age).into_sql::<Interval>()),
        );
    }
    // The first condition alone bounds the walk along the index; the second sorts out those of that very time.
    query = match (wanted.oldest_first, wanted.after) {
        (false, Some((at, id))) => {
            query.filter(orders::created_at.le(at)).filter(orders::created_at.lt(at).or(orders::id.lt(id)))
        }
        (true, Some((at, id))) => {
            query.filter(orders::created_at.ge(at)).filter(orders::created_at.gt(at).or(orders::id.gt(id)))
        }
        (_, None) => query,
    };
    query = if wanted.oldest_first {
        query.order((orders::created_at.asc(), orders::id.asc()))
    } else {
        query.order((orders::created_at.desc(), orders::id.desc()))
    };
    let rows: Vec<(Order, String)> = query.limit(wanted.limit + 1).load(conn)?;
    Ok(Listed::cut(rows, wanted.limit).map(|(order, username)| OrderRow { order, username }))
}

fn interval(age: TimeDelta) -> PgInterval {
    PgInterval::from_microseconds(age.num_microseconds().unwrap_or(i64::MAX))
}

/// An order's buyer by name.
///
/// # Errors
/// Only the database's own.
pub fn with_username(conn: &mut PgConnection, order: Order) -> QueryResult<OrderRow> {
    let username = users::table.find(order.user_id).select(users::username).first(conn)?;
    Ok(OrderRow { order, username })
}

/// An order with its lines and its money.
///
/// # Errors
/// Only the database's own.
pub fn order_picture(conn: &mut PgConnection, order: Order) -> QueryResult<OrderPicture> {
    let items = order_items::table
        .inner_join(products::table.on(order_items::product_id.eq(products::id)))
        .filter(order_items::order_id.eq(order.id))
        .order(order_items::id)
        .select((OrderItem::as_select(), products::sku, products::name));
    let items: Vec<(OrderItem, String, String)> = items.load(conn)?;
    let payment = order.payment_transfer_id.map(|id| Transfer::get(conn, id)).transpose()?;
    let refunds = payment.as_ref().map(|payment| payment.reversals(conn)).transpose()?;
    Ok(OrderPicture {
        order: with_username(conn, order)?,
        items: items.into_iter().map(|(item, sku, name)| ItemRow { item, sku, name }).collect(),
        payment,
        refunds: refunds.unwrap_or_default(),
    })
}
