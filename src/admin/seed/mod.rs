//! A world for development, of any size, and the same on every machine: people, accounts, a year's transfers and orders.
//!
//! Every value follows from the seed, its column and its row alone. Rows go in through `COPY` with every rule of the
//! database on, in one transaction.

mod accounts;
mod block;
mod calendar;
mod claim;
mod coin;
mod draw;
mod ends;
mod error;
mod handle;
mod layout;
mod order;
mod outcome;
mod payments;
mod people;
mod rota;
mod rows;
mod scale;
mod sessions;
mod shop;
mod spread;
mod stages;
mod state;
mod statement;
mod steps;
mod table;
mod transfer;
mod workers;
mod world;

use std::num::NonZeroUsize;

use bcrypt::Version;
use diesel::prelude::*;

use crate::admin::progress::Progress;
use crate::auth::DEFAULT_COST;
pub use error::SeedError;
pub use scale::{NotAScale, Scale};
pub use stages::Stage;
pub use statement::Statement;
pub use table::Table;
use {draw::Column, state::Held, world::World};

/// The password of every seeded user.
pub const PASSWORD: &str = "ledgerstore";

/// Which world is seeded, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedOptions {
    /// How large it is.
    pub scale: Scale,
    /// The same number gives the same world.
    pub seed: u64,
    /// How many threads make rows ahead of the one that writes them. The rows are the same with any number.
    pub jobs: NonZeroUsize,
    /// Whether everything that is there is destroyed first, by reverting all migrations and applying them again.
    pub reset: bool,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SeedReport {
    /// The seed.
    pub seed: u64,
    /// The scale.
    pub scale: Scale,
    /// Whether this very world was there already, so that nothing was done.
    pub already_there: bool,
    /// Users, the house not counted.
    pub users: u64,
    /// Accounts, the house's not counted.
    pub accounts: u64,
    /// Transfers.
    pub transfers: u64,
    /// Products.
    pub products: u64,
    /// Orders.
    pub orders: u64,
    /// Sessions.
    pub sessions: u64,
}

/// Makes a world in one transaction: all of it or nothing. Made before, it is left as it is.
///
/// Once `progress` asks it to stop, which it hears between statements, everything is rolled back.
///
/// # Errors
/// [`SeedError::NotEmpty`] and [`SeedError::OtherWorld`] on a database with other data, unless that is to be destroyed;
/// [`SeedError::Interrupted`].
pub fn seed(
    conn: &mut PgConnection,
    options: &SeedOptions,
    progress: &mut dyn Progress,
) -> Result<SeedReport, SeedError> {
    conn.transaction(|conn| {
        progress.begin("claiming the database", None);
        claim::claim(conn, progress)?;
        progress.end();
        if options.reset {
            progress.begin("reverting and applying migrations", None);
            claim::make_anew(conn)?;
            progress.end();
        }
        match state::held(conn)? {
            Held::World { seed, scale } if (seed, scale) == (options.seed, options.scale) => {
                return Ok(report(options, true));
            }
            Held::World { seed, scale } => return Err(SeedError::OtherWorld { seed, scale }),
            Held::Other => return Err(SeedError::NotEmpty),
            Held::Nothing => {}
        }
        write(conn, options, progress)?;
        Ok(report(options, false))
    })
}

fn write(
    conn: &mut PgConnection,
    options: &SeedOptions,
    progress: &mut dyn Progress,
) -> Result<(), SeedError> {
    let mut current = None;
    statements(options, |stage, statements| {
        if current != Some(stage) {
            if current.is_some() {
                progress.end();
            }
            current = Some(stage);
            progress.begin(stage.name(), Some(stage.rows(options.scale)).filter(|rows| *rows > 0));
        }
        for statement in statements {
            if progress.stop_requested() {
                return Err(SeedError::Interrupted);
            }
            statement.run(conn)?;
            progress.advance(statement.rows_counted());
        }
        Ok(())
    })?;
    progress.end();
    Ok(())
}

/// Gives all statements that make a world in an empty schema, in order, some at a time: for whoever runs them by other means.
/// Whether there is to be a reset plays no part.
///
/// # Errors
/// What `take` returns, and [`SeedError::Password`].
pub fn statements<E: From<SeedError>>(
    options: &SeedOptions,
    mut take: impl FnMut(Stage, Vec<Statement>) -> Result<(), E>,
) -> Result<(), E> {
    let password = hashed_password(options.seed)?;
    let world = World::new(options.seed, options.scale, password);
    let units = stages::units(options.scale);
    let make = |(stage, unit): &(Stage, u64)| stage.unit(&world, *unit);
    workers::in_order(&units, options.jobs, make, |(stage, _), statements| take(*stage, statements))
}

/// Everybody has the same hash: it takes a while to make one. Its salt is the seed's, so that it is the same again.
fn hashed_password(seed: u64) -> Result<String, SeedError> {
    let salt = Column::new(seed, "users.hashed_password").row(0).bytes();
    Ok(bcrypt::hash_with_salt(PASSWORD, DEFAULT_COST, salt)?.format_for_version(Version::TwoB))
}

fn report(options: &SeedOptions, already_there: bool) -> SeedReport {
    let SeedOptions { scale, seed, .. } = *options;
    SeedReport {
        seed,
        scale,
        already_there,
        users: scale.users(),
        accounts: scale.accounts(),
        transfers: scale.transfers(),
        products: scale.products(),
        orders: scale.orders(),
        sessions: scale.sessions(),
    }
}
