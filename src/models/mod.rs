//! One file per table: the row, what inserts it, what changes it, and the queries that concern this table alone.
//!
//! They return Diesel's own results. The services above ([`ledger`](crate::ledger), [`shop`](crate::shop),
//! [`auth`](crate::auth)) turn violated rules into errors with names.

mod account;
mod entry;
mod order;
mod order_item;
mod product;
mod session;
mod stock_movement;
mod transfer;
mod user;

pub use account::{Account, AccountFilter, NewAccount};
pub use entry::Entry;
pub use order::{NewOrder, Order, OrderFilter};
pub use order_item::{NewOrderItem, OrderItem};
pub use product::{NewProduct, Product, ProductChanges, ProductFilter};
pub use session::{NewSession, Session};
pub use stock_movement::StockMovement;
pub use transfer::{NewTransfer, Transfer, TransferFilter};
pub use user::{NewUser, User, UserChanges, UserFilter};
