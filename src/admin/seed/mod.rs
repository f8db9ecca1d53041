//! A small deterministic world for development, made through the same doors as real data.

mod names;
mod world;

use diesel::prelude::*;
use thiserror::Error;

use crate::auth::AuthError;
use crate::database::{Transient, transaction};
use crate::ledger::LedgerError;
use crate::models::{Product, User};
use crate::models::{ProductFilter, Transfer, UserFilter};
use crate::shop::ShopError;
use crate::types::MoneyError;

/// The password of every seeded user.
pub const PASSWORD: &str = "ledgerstore";

/// How a world is seeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedOptions {
    /// The same number gives the same people, amounts and orders.
    pub seed: u64,
    /// Whether to seed beside other data.
    pub beside_other_data: bool,
}

/// What was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SeedReport {
    /// The seed.
    pub seed: u64,
    /// Whether this very world was there already, so that nothing was done.
    pub already_there: bool,
    /// Users added.
    pub users: usize,
    /// Accounts opened, the house's not counted.
    pub accounts: usize,
    /// Transfers posted.
    pub transfers: usize,
    /// Products added.
    pub products: usize,
    /// Orders placed.
    pub orders: usize,
    /// Sessions started.
    pub sessions: usize,
}

/// Why nothing was seeded. Nothing was changed.
#[derive(Debug, Error)]
pub enum SeedError {
    /// The database holds data that this seed didn't make.
    #[error("the database holds other data; seed an empty one, or say that it may stand beside it")]
    NotEmpty,
    /// A user couldn't be added.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// A transfer couldn't be posted.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A product or an order couldn't be made.
    #[error(transparent)]
    Shop(#[from] ShopError),
    /// An amount can't be represented.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl Transient for SeedError {
    fn is_transient(&self) -> bool {
        match self {
            Self::Auth(error) => error.is_transient(),
            Self::Ledger(error) => error.is_transient(),
            Self::Shop(error) => error.is_transient(),
            Self::Database(error) => error.is_transient(),
            Self::NotEmpty | Self::Money(_) => false,
        }
    }
}

/// Makes the world of a seed in one transaction: all of it or nothing. Made before, it is left as it is.
///
/// # Errors
/// [`SeedError::NotEmpty`] on a database with other data, unless the options allow it.
pub fn seed(conn: &mut PgConnection, options: &SeedOptions) -> Result<SeedReport, SeedError> {
    transaction(conn, |conn| {
        if Transfer::find_by_idempotency_key(conn, &world::first_key(options.seed))?.is_some() {
            return Ok(SeedReport { seed: options.seed, already_there: true, ..SeedReport::default() });
        }
        if !options.beside_other_data && !is_empty(conn)? {
            return Err(SeedError::NotEmpty);
        }
        // One hash serves all: it takes a while.
        let password = crate::auth::hash_password(PASSWORD, crate::auth::DEFAULT_COST)?;
        world::World::new(conn, options.seed, &password).make()
    })
}

/// Nobody but the house, and nothing to sell.
fn is_empty(conn: &mut PgConnection) -> QueryResult<bool> {
    let people = User::list(conn, UserFilter::All, None, 2)?;
    let products = Product::list(conn, &ProductFilter::default(), None, 1)?;
    Ok(people.len() < 2 && products.is_empty())
}
