use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;

use crate::schema::products;
use crate::types::{Currency, Money, MoneyError, ProductId};

/// What the shop sells (table `products`).
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Identifiable)]
#[diesel(table_name = products, check_for_backend(Pg))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Product {
    /// The product's number.
    pub id: ProductId,
    /// The shop's own unique code.
    pub sku: String,
    /// What it is called.
    pub name: String,
    /// What there is to say of it; may be empty.
    pub description: String,
    /// What one piece costs, in the currency's major unit.
    pub price: BigDecimal,
    /// The price's currency.
    pub currency: Currency,
    /// Pieces that can still be ordered.
    pub stock_quantity: i32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i64,
}

/// A product to add.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = products)]
pub struct NewProduct<'a> {
    /// The shop's own unique code.
    pub sku: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// What there is to say of it; may be empty.
    pub description: &'a str,
    price: BigDecimal,
    currency: Currency,
    /// Pieces that can be ordered.
    pub stock_quantity: i32,
}

impl<'a> NewProduct<'a> {
    /// A product with its price and its first stock.
    ///
    /// # Errors
    /// When `DECIMAL(10,2)` can't hold the price: it is negative, over 99,999,999.99, or finer than two decimals.
    pub fn new(sku: &'a str, name: &'a str, price: Money, stock_quantity: i32) -> Result<Self, MoneyError> {
        let currency = price.currency();
        Ok(Self { sku, name, description: "", price: price.to_price()?, currency, stock_quantity })
    }

    /// Says more of it.
    #[must_use]
    pub fn description(mut self, text: &'a str) -> Self {
        self.description = text;
        self
    }
}

/// What to change of a product; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = products)]
pub struct ProductChanges {
    /// What it is to be called.
    pub name: Option<String>,
    /// What there is to say of it.
    pub description: Option<String>,
    /// What one piece is to cost, in the currency's major unit.
    pub price: Option<BigDecimal>,
    /// Pieces that can be ordered.
    pub stock_quantity: Option<i32>,
}

/// Which products to list; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductFilter {
    /// Only those with stock.
    pub available: bool,
    /// Only those with less stock than this.
    pub below: Option<i32>,
    /// Only those priced in this currency.
    pub currency: Option<Currency>,
}

impl Product {
    /// Adds a product.
    ///
    /// # Errors
    /// Violates `products_sku_key` when the SKU is taken, `products_price_fits_currency` when the currency has
    /// no such decimals.
    pub fn insert(conn: &mut PgConnection, product: &NewProduct<'_>) -> QueryResult<Self> {
        diesel::insert_into(products::table).values(product).returning(Self::as_returning()).get_result(conn)
    }

    /// The product with this number, if there is one.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find(conn: &mut PgConnection, id: ProductId) -> QueryResult<Option<Self>> {
        Self::query().find(id).first(conn).optional()
    }

    /// The product with this number.
    ///
    /// # Errors
    /// [`NotFound`](diesel::result::Error::NotFound) when there is none.
    pub fn get(conn: &mut PgConnection, id: ProductId) -> QueryResult<Self> {
        Self::query().find(id).first(conn)
    }

    /// The product with this SKU, if there is one.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_sku(conn: &mut PgConnection, sku: &str) -> QueryResult<Option<Self>> {
        Self::query().filter(products::sku.eq(sku)).first(conn).optional()
    }

    /// The products with these SKUs, in no particular order; those that don't exist are left out.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn find_by_skus(conn: &mut PgConnection, skus: &[&str]) -> QueryResult<Vec<Self>> {
        Self::query().filter(products::sku.eq_any(skus)).load(conn)
    }

    /// Products by number, at most `limit` of those after `after`.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn list(
        conn: &mut PgConnection,
        filter: &ProductFilter,
        after: Option<ProductId>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query().into_boxed();
        if filter.available {
            query = query.filter(products::stock_quantity.gt(0));
        }
        if let Some(below) = filter.below {
            query = query.filter(products::stock_quantity.lt(below));
        }
        if let Some(currency) = filter.currency {
            query = query.filter(products::currency.eq(currency));
        }
        if let Some(after) = after {
            query = query.filter(products::id.gt(after));
        }
        query.order(products::id).limit(limit).load(conn)
    }

    /// Locks these products in the order of their numbers until the transaction ends; those that don't exist
    /// are left out.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn lock(conn: &mut PgConnection, ids: &[ProductId]) -> QueryResult<Vec<Self>> {
        Self::query().filter(products::id.eq_any(ids)).order(products::id).for_no_key_update().load(conn)
    }

    /// As [`Product::lock`], but leaves out at once those that somebody else has locked.
    ///
    /// # Errors
    /// Only the database's own.
    pub fn lock_free(conn: &mut PgConnection, ids: &[ProductId]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(products::id.eq_any(ids))
            .order(products::id)
            .for_no_key_update()
            .skip_locked()
            .load(conn)
    }

    /// Changes a product if it still has the version that the caller saw; `None` when it hasn't or isn't there.
    ///
    /// Changing nothing returns the row as it is.
    ///
    /// # Errors
    /// Violates the rules of the columns that change.
    pub fn update(
        conn: &mut PgConnection,
        id: ProductId,
        version: i64,
        changes: &ProductChanges,
    ) -> QueryResult<Option<Self>> {
        if *changes == ProductChanges::default() {
            return Self::query().find(id).filter(products::version.eq(version)).first(conn).optional();
        }
        diesel::update(products::table.find(id).filter(products::version.eq(version)))
            .set(changes)
            .returning(Self::as_returning())
            .get_result(conn)
            .optional()
    }

    /// Adds pieces to the stock, whatever the version.
    ///
    /// # Errors
    /// Violates `products_stock_quantity_range` over 1,000,000,000 pieces; `NotFound` when there is no such
    /// product.
    pub fn restock(conn: &mut PgConnection, id: ProductId, pieces: i32) -> QueryResult<Self> {
        diesel::update(products::table.find(id))
            .set(products::stock_quantity.eq(products::stock_quantity + pieces))
            .returning(Self::as_returning())
            .get_result(conn)
    }

    /// What one piece costs, as money.
    ///
    /// # Errors
    /// Never for a row that the database accepted: `products_price_fits_currency` stands behind it.
    pub fn price(&self) -> Result<Money, MoneyError> {
        Money::from_decimal(&self.price, self.currency)
    }
}
