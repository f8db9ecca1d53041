//! The words of the schema as types: numbers of rows, money, currencies, statuses, password hashes, pages.

mod currency;
mod ids;
mod money;
mod order_status;
mod page;
mod password_hash;
mod stock_reason;

pub use currency::{Currency, UnknownCurrency};
pub use ids::{
    AccountId, EntryId, InvalidId, OrderId, OrderItemId, ProductId, SessionId, StockMovementId, TransferId,
    UserId,
};
pub use money::{Money, MoneyError};
pub use order_status::{OrderStatus, UnknownOrderStatus};
pub use page::{Cursor, CursorError, Key, LimitOutOfRange, Page, PageRequest};
pub use password_hash::PasswordHash;
pub use stock_reason::{StockReason, UnknownStockReason};
