use bigdecimal::BigDecimal;
use diesel::prelude::*;

use super::{NewProduct, ProductChanges, ShopError};
use crate::database::transaction;
use crate::models::Product;
use crate::types::{Currency, Money, ProductId};

/// Adds a product with its first stock.
///
/// # Errors
/// [`ShopError::SkuTaken`], [`ShopError::BlankProduct`], [`ShopError::PriceOutOfRange`] or
/// [`ShopError::StockOutOfRange`].
pub fn add_product(conn: &mut PgConnection, product: &NewProduct<'_>) -> Result<Product, ShopError> {
    conn.transaction(|conn| Product::insert(conn, product).map_err(ShopError::from)).map_err(|error| {
        match error.rule() {
            Some("products_sku_key") => ShopError::SkuTaken(product.sku.to_owned()),
            _ => named(error),
        }
    })
}

/// Changes a product that still has the version the caller saw.
///
/// # Errors
/// [`ShopError::StaleVersion`] when it has changed since, [`ShopError::ProductNotFound`], or as [`add_product`].
pub fn update_product(
    conn: &mut PgConnection,
    id: ProductId,
    version: i64,
    changes: &ProductChanges,
) -> Result<Product, ShopError> {
    if changes.price.as_ref().is_some_and(|price| !is_price(price)) {
        return Err(ShopError::PriceOutOfRange);
    }
    let updated =
        conn.transaction(|conn| Product::update(conn, id, version, changes).map_err(ShopError::from));
    match updated.map_err(named)? {
        Some(product) => Ok(product),
        None if Product::find(conn, id)?.is_some() => {
            Err(ShopError::StaleVersion { product: id, seen: version })
        }
        None => Err(ShopError::ProductNotFound(id)),
    }
}

/// Sets what one piece of a product costs from now on; orders keep the price at which they were placed.
///
/// With a version, only if the product still has it; without, whatever it is now.
///
/// # Errors
/// [`ShopError::StaleVersion`], [`ShopError::ProductNotFound`], [`ShopError::PriceCurrency`] for a price in another
/// currency, or [`ShopError::Money`] when `DECIMAL(10,2)` can't hold it.
pub fn change_price(
    conn: &mut PgConnection,
    id: ProductId,
    price: Money,
    version: Option<i64>,
) -> Result<Product, ShopError> {
    transaction(conn, |conn| {
        let product = Product::lock(conn, &[id])?.pop().ok_or(ShopError::ProductNotFound(id))?;
        if price.currency() != product.currency {
            let (sku, currency) = (product.sku, product.currency);
            return Err(ShopError::PriceCurrency { sku, currency, price });
        }
        let changes = ProductChanges { price: Some(price.to_price()?), ..ProductChanges::default() };
        update_product(conn, id, version.unwrap_or(product.version), &changes)
    })
}

/// Adds pieces to a product's stock.
///
/// # Errors
/// [`ShopError::Quantity`] for less than one piece, [`ShopError::ProductNotFound`], or
/// [`ShopError::StockOutOfRange`].
pub fn restock(conn: &mut PgConnection, id: ProductId, pieces: i32) -> Result<Product, ShopError> {
    if pieces < 1 {
        return Err(ShopError::Quantity { product: id, quantity: pieces.into() });
    }
    if pieces > 1_000_000_000 {
        return Err(ShopError::StockOutOfRange);
    }
    conn.transaction(|conn| Product::restock(conn, id, pieces).map_err(ShopError::from)).map_err(|error| {
        match error {
            ShopError::Database(diesel::result::Error::NotFound) => ShopError::ProductNotFound(id),
            other => named(other),
        }
    })
}

/// Whether `DECIMAL(10,2)` holds it as it is: PostgreSQL would round the rest away.
fn is_price(price: &BigDecimal) -> bool {
    // Counted in hundredths, as euros are, whatever currency it is in.
    Money::from_decimal(price, Currency::EUR).and_then(|hundredths| hundredths.to_price()).is_ok()
}

fn named(error: ShopError) -> ShopError {
    match error.rule() {
        Some("products_sku_not_blank" | "products_name_not_blank") => ShopError::BlankProduct,
        Some("products_price_not_negative" | "products_price_fits_currency") => ShopError::PriceOutOfRange,
        Some("products_stock_quantity_not_negative" | "products_stock_quantity_range") => {
            ShopError::StockOutOfRange
        }
        _ => error,
    }
}
