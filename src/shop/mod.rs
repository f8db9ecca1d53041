//! Products and orders. Writing an order's lines takes the stock; paying it is a transfer to the house.

mod error;
mod order;
mod product;

pub use crate::models::{NewProduct, ProductChanges};
pub use error::ShopError;
pub use order::{Line, PlacedOrder, cancel, deliver, pay, place_order, ship};
pub use product::{add_product, restock, update_product};
