use diesel::prelude::*;

use super::ShopError;
use crate::models::{Order, OrderFilter, Product, ProductFilter};
use crate::types::{Currency, CursorError, Key, OrderId, OrderStatus, Page, PageRequest, ProductId, UserId};

/// A page of a user's orders, the newest first, all of them or those in one status.
///
/// # Errors
/// [`ShopError::Cursor`] when the cursor came from another list.
///
/// ```no_run
/// use diesel::prelude::*;
/// use ledgerstore::shop::{self, ShopError};
/// use ledgerstore::types::{PageRequest, UserId};
///
/// # fn example(conn: &mut PgConnection, user: UserId) -> Result<(), ShopError> {
/// let mut request = PageRequest::default();
/// loop {
///     let page = shop::list_orders(conn, user, None, &request)?;
///     page.items.iter().for_each(|order| println!("{}", order.order_number));
///     let Some(next) = page.next else { break };
///     request = request.after(next);
/// }
/// # Ok(())
/// # }
/// ```
pub fn list_orders(
    conn: &mut PgConnection,
    user: UserId,
    status: Option<OrderStatus>,
    request: &PageRequest,
) -> Result<Page<Order>, ShopError> {
    let scope = format!("orders:user={user}:status={}:newest", status.map_or("any", OrderStatus::as_str));
    let before = match request.key_for(&scope)? {
        None => None,
        Some(Key::At(at, id)) => Some((*at, OrderId::new(*id))),
        Some(Key::Id(_)) => Err(CursorError::CursorMismatch)?,
    };
    let filter = OrderFilter { user: Some(user), status };
    let orders = Order::list(conn, &filter, before, request.rows_to_load())?;
    Ok(Page::from_rows(orders, request, &scope, |last| Key::At(last.created_at, last.id.get())))
}

/// A page of the products that can be ordered now, by number, all of them or those priced in one currency.
///
/// # Errors
/// [`ShopError::Cursor`] when the cursor came from another list.
pub fn list_available(
    conn: &mut PgConnection,
    currency: Option<Currency>,
    request: &PageRequest,
) -> Result<Page<Product>, ShopError> {
    let wanted = currency.map_or_else(|| "any".to_owned(), |currency| currency.to_string());
    let scope = format!("products:available:currency={wanted}:id");
    let after = match request.key_for(&scope)? {
        None => None,
        Some(Key::Id(id)) => Some(ProductId::new(*id)),
        Some(Key::At(..)) => Err(CursorError::CursorMismatch)?,
    };
    let filter = ProductFilter { available: true, currency, ..ProductFilter::default() };
    let products = Product::list(conn, &filter, after, request.rows_to_load())?;
    Ok(Page::from_rows(products, request, &scope, |last| Key::Id(last.id.get())))
}
