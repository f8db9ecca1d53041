//! Products and orders. Writing an order's lines takes the stock; paying it is a transfer to the house.

mod error;
mod pages;
mod paying;
mod placing;
mod product;
mod steps;

pub use crate::models::{NewProduct, ProductChanges};
pub use error::ShopError;
pub use pages::{list_available, list_orders};
pub use paying::{pay, refund};
pub use placing::{Line, PlacedOrder, lines_by_sku, place_order, place_order_no_wait};
pub use product::{add_product, change_price, restock, update_product};
pub use steps::{cancel, deliver, next_pending, ship};
