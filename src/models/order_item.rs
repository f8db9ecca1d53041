use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;

use super::{Order, Product};
use crate::schema::order_items;
use crate::types::{Currency, OrderId, OrderItemId, ProductId};

/// A line of an order: so many pieces at the price of that moment (table `order_items`).
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Identifiable, Associations)]
#[diesel(table_name = order_items, check_for_backend(Pg), belongs_to(Order), belongs_to(Product))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderItem {
    /// The line's number.
    pub id: OrderItemId,
    /// The order that it belongs to.
    pub order_id: OrderId,
    /// What is bought.
    pub product_id: ProductId,
    /// The currency of the order and of the product.
    pub currency: Currency,
    /// How many pieces.
    pub quantity: i32,
    /// What one piece cost when it was ordered, in the currency's major unit.
    pub unit_price: BigDecimal,
    /// `quantity × unit_price`, computed by the database.
    pub subtotal: BigDecimal,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// A line to write. Writing it takes the stock and raises the order's total.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = order_items)]
pub struct NewOrderItem {
    order_id: OrderId,
    product_id: ProductId,
    currency: Currency,
    quantity: i32,
    unit_price: BigDecimal,
}

impl NewOrderItem {
    /// So many pieces of a product at its present price.
    pub fn new(order: OrderId, product: &Product, quantity: i32) -> Self {
        Self {
            order_id: order,
            product_id: product.id,
            currency: product.currency,
            quantity,
            unit_price: product.price.clone(),
        }
    }
}

impl OrderItem {
    /// Writes lines, all in one statement.
    ///
    /// # Errors
    /// Violates `products_stock_quantity_not_negative` when a product has too few pieces,
    /// `order_items_change_while_pending` when the order isn't pending, `order_items_product_fkey` when a product
    /// is priced in another currency.
    pub fn insert(conn: &mut PgConnection, lines: &[NewOrderItem]) -> QueryResult<Vec<Self>> {
        diesel::insert_into(order_items::table)
            .values(lines)
            .returning(Self::as_returning())
            .get_results(conn)
    }

    /// The lines of an order, in the order in which they were written.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn of_order(conn: &mut PgConnection, order: OrderId) -> QueryResult<Vec<Self>> {
        Self::query().filter(order_items::order_id.eq(order)).order(order_items::id).load(conn)
    }
}
