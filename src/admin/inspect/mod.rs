//! Looking at what is there.

mod find;
mod tables;

pub use find::{FindError, find_account, find_order, find_product, find_user};
pub use tables::{TableInfo, tables};
