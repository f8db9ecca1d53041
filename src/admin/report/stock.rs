use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::models::Product;
use crate::schema::products;

/// How many are named.
const SHOWN: i64 = 20;

/// Products that are nearly sold out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowStock {
    /// They have less than so many pieces.
    pub below: i32,
    /// How many such products there are.
    pub count: i64,
    /// The first of them, those with the least first.
    pub products: Vec<Product>,
}

pub(super) fn read(conn: &mut PgConnection, below: i32) -> QueryResult<LowStock> {
    let is_low = products::stock_quantity.lt(below);
    let count = products::table.filter(is_low).select(count_star()).get_result(conn)?;
    let order = (products::stock_quantity, products::id);
    let products = Product::query().filter(is_low).order(order).limit(SHOWN).load(conn)?;
    Ok(LowStock { below, count, products })
}
