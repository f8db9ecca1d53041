//! What tests stand on: a database for each, and short ways to put something into it.

mod builders;
mod catalog;
mod server;
mod test_db;

pub use builders::{account, funded, house, product, raw_error, user};
pub use catalog::{catalog, differences, lines, rows};
pub use test_db::TestDb;
