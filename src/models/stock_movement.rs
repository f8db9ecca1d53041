use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;

use super::Product;
use crate::schema::stock_movements;
use crate::types::{OrderId, ProductId, StockMovementId, StockReason};

/// A change of a product's stock (table `stock_movements`). The database writes it; it never changes.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Identifiable, Associations)]
#[diesel(table_name = stock_movements, check_for_backend(Pg), belongs_to(Product))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StockMovement {
    /// The movement's number in the table.
    pub id: StockMovementId,
    /// The product whose stock changed.
    pub product_id: ProductId,
    /// Its place in its product's history: 1, 2, 3, … without gaps.
    pub number: i64,
    /// By how many pieces the stock changed: negative is less.
    pub change: i64,
    /// The product's stock with it.
    pub stock_after: i64,
    /// The order that took the pieces or gave them back; it may be deleted since.
    pub order_id: Option<OrderId>,
    /// Why the stock changed.
    pub reason: StockReason,
    /// When the stock changed, by the product, line or order that changed it; never earlier than the product's movement before it.
    pub created_at: DateTime<Utc>,
}

impl StockMovement {
    /// A product's movements, the latest first, at most `limit` of those before the one with that place in its history.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn of_product(
        conn: &mut PgConnection,
        product: ProductId,
        before: Option<i64>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(stock_movements::product_id.eq(product))
            .filter(stock_movements::number.lt(before.unwrap_or(i64::MAX)))
            .order(stock_movements::number.desc())
            .limit(limit)
            .load(conn)
    }
}
