//! Looking at what is there.

mod accounts;
mod entries;
mod find;
mod indexes;
mod listed;
mod locks;
mod orders;
mod products;
mod query_text;
mod sessions;
mod tables;
mod transfers;
mod users;

pub use accounts::{AccountOrder, AccountQuery, list_accounts, owners, recent_balances};
pub use entries::{EntryRow, list_entries};
pub use find::{FindError, find_account, find_order, find_product, find_user};
pub use indexes::{IndexInfo, IndexState, counting_since, indexes};
pub use listed::{InvalidPlace, Listed, Place};
pub use locks::{Locker, locks};
pub use orders::{ItemRow, OrderPicture, OrderQuery, OrderRow, list_orders, order_picture, with_username};
pub use products::{ProductOrder, ProductPicture, ProductQuery, list_products, product_picture};
pub use sessions::{SessionQuery, SessionRow, SessionState, list_sessions};
pub use tables::{TableInfo, tables};
pub use transfers::{TransferQuery, TransferRow, list_transfers};
pub use users::{UserPicture, UserQuery, list_users, user_picture};
