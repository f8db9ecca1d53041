//! The words of the schema as types: numbers of rows, money, currencies, statuses, password hashes.

mod currency;
mod ids;
mod money;
mod order_status;
mod password_hash;

pub use currency::{Currency, UnknownCurrency};
pub use ids::{
    AccountId, EntryId, InvalidId, OrderId, OrderItemId, ProductId, SessionId, TransferId, UserId,
};
pub use money::{Money, MoneyError};
pub use order_status::{OrderStatus, UnknownOrderStatus};
pub use password_hash::PasswordHash;
