//! Reaching PostgreSQL: where the database is, the pool, transactions that retry, migrations, and a server of our own.

pub mod catalog;
mod connect;
mod conninfo;
pub mod error;
mod fresh;
#[cfg(all(unix, feature = "local"))]
pub mod local;
mod mark;
pub mod migrations;
mod pool;
pub(crate) mod quote;
mod scratch;
mod transaction;

pub use connect::{ConnectError, connect};
pub use conninfo::{Conninfo, ConninfoError};
pub use fresh::{FreshError, make_fresh};
pub use mark::{Mark, NotAMark, find_mark, set_mark};
pub use pool::{ManagedConnection, Pool, PoolError, PoolOptions, build_pool};
pub use scratch::{ScratchDatabase, ScratchError};
pub(crate) use transaction::in_transaction;
pub use transaction::{RetryPolicy, Transient, read_only, retry, transaction, transaction_with};
