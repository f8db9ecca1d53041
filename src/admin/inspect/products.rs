use diesel::prelude::*;

use super::{Listed, Place};
use crate::models::{Product, StockMovement};
use crate::schema::products;
use crate::types::ProductId;

/// Which products to list, and from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductQuery {
    /// Only those with less stock than this.
    pub below: Option<i32>,
    /// In which order.
    pub order: ProductOrder,
    /// How many at most.
    pub limit: i64,
}

/// The order of a list of products, and behind which row to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProductOrder {
    /// By number.
    Number(Option<ProductId>),
    /// The smallest stock first. Every product that passes the filter is read for it.
    Stock(Option<Place>),
}

impl Default for ProductOrder {
    fn default() -> Self {
        Self::Number(None)
    }
}

/// A product with its latest stock movements.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ProductPicture {
    /// The product.
    pub product: Product,
    /// How its stock changed, the latest first.
    pub movements: Listed<StockMovement>,
}

/// Products in an order.
///
/// # Errors
/// Only the database's own.
pub fn list_products(conn: &mut PgConnection, wanted: &ProductQuery) -> QueryResult<Listed<Product>> {
    let mut query = Product::query().into_boxed();
    if let Some(below) = wanted.below {
        query = query.filter(products::stock_quantity.lt(below));
    }
    query = match wanted.order {
        ProductOrder::Number(None) => query.order(products::id),
        ProductOrder::Number(Some(after)) => query.filter(products::id.gt(after)).order(products::id),
        ProductOrder::Stock(after) => {
            if let Some(Place { key, id }) = after {
                // A key beyond the column's range is behind every row.
                let key = i32::try_from(key).unwrap_or(i32::MAX);
                let same = products::stock_quantity.eq(key).and(products::id.gt(id));
                query = query.filter(products::stock_quantity.gt(key).or(same));
            }
            query.order((products::stock_quantity.asc(), products::id.asc()))
        }
    };
    Ok(Listed::cut(query.limit(wanted.limit + 1).load(conn)?, wanted.limit))
}

/// A product with its stock movements before the one with that place in its history.
///
/// # Errors
/// Only the database's own.
pub fn product_picture(
    conn: &mut PgConnection,
    product: Product,
    before: Option<i64>,
    limit: i64,
) -> QueryResult<ProductPicture> {
    let movements = StockMovement::of_product(conn, product.id, before, limit + 1)?;
    Ok(ProductPicture { product, movements: Listed::cut(movements, limit) })
}
