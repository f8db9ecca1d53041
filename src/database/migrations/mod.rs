//! Migrations: ordinary Diesel ones, this crate's own or any project's, run so that each is done whole or not at
//! all, one migrator at a time. Diesel's tools read and write the same history.
//!
//! The functions here run the crate's own; a [`Runner`] runs any and takes [`Options`].

mod alone;
mod checksum;
mod embedded;
mod error;
mod failure;
mod history;
mod index;
mod lock;
mod mark;
mod observer;
mod options;
mod pending;
mod place;
mod revert;
mod run;
mod runner;
mod scaffold;
mod session;
mod source;
mod statement;
mod stumble;
mod sums;
mod survey;
mod tables;
pub(crate) mod token;
mod vet;

use diesel::PgConnection;

pub use checksum::checksum;
pub use embedded::MIGRATIONS;
pub use error::MigrationError;
pub use failure::Failure;
pub use history::Origin;
pub use lock::Holder;
pub use mark::Marked;
pub use observer::Observer;
pub use options::{Extent, Options};
pub use pending::pending;
pub use place::Place;
pub use runner::Runner;
pub use scaffold::{NewError, begin_with_timeouts, create, write_sums_if_kept};
pub use source::{MigrationFile, Migrations, SourceError};
#[cfg(feature = "cli")]
pub(crate) use statement::{Statement, statements};
pub use sums::{SumError, check_sums, write_sums};
pub use survey::{MigrationStatus, State};
#[cfg(feature = "cli")]
pub(crate) use vet::vet_up;

use observer::OnWait;
use run::Patience;
use survey::Survey;

/// How each migration stands, the oldest first: those of this build, and those that the database has besides.
///
/// # Errors
/// When the history can't be read.
pub fn status(conn: &mut PgConnection) -> Result<Vec<MigrationStatus>, MigrationError> {
    Runner::new(&Migrations::embedded()?, Options::default()).status(conn)
}

/// Makes sure that the database has exactly the migrations of this build.
///
/// # Errors
/// [`MigrationError::Pending`] or [`MigrationError::DatabaseIsNewer`].
pub fn check(conn: &mut PgConnection) -> Result<(), MigrationError> {
    let migrations = Migrations::embedded()?;
    let survey = Survey::new(conn, &migrations)?;
    survey.demand_files(&migrations)?;
    let mut pending = survey.pending();
    match pending.next() {
        None => Ok(()),
        Some(first) => {
            Err(MigrationError::Pending { pending: pending.count() + 1, first: first.name.clone() })
        }
    }
}

/// Applies pending migrations in order, all or the first `limit`; returns the names of those it applied.
///
/// Each runs with its history row in one transaction. Another migrator at work is waited for, a minute at most;
/// `waiting` is called once when that happens.
///
/// # Errors
/// [`MigrationError::Failed`] tells which one failed, where and why; those before it stay applied.
pub fn up(
    conn: &mut PgConnection,
    limit: Option<usize>,
    waiting: impl FnOnce(),
) -> Result<Vec<String>, MigrationError> {
    let extent = limit.map_or(Extent::All, Extent::Count);
    Runner::new(&Migrations::embedded()?, Options::default()).up(conn, &extent, &mut OnWait(Some(waiting)))
}

/// Reverts the last `count` migrations, the newest first; returns their names.
///
/// # Errors
/// [`MigrationError::Failed`] tells which one failed, where and why; those before it stay reverted.
pub fn down(
    conn: &mut PgConnection,
    count: usize,
    waiting: impl FnOnce(),
) -> Result<Vec<String>, MigrationError> {
    let runner = Options::default();
    Runner::new(&Migrations::embedded()?, runner).down(
        conn,
        &Extent::Count(count),
        &mut OnWait(Some(waiting)),
    )
}

/// Reverts the last `count` migrations and applies them again, in one transaction; returns their names.
///
/// # Errors
/// [`MigrationError::Failed`] tells which one failed, where and why; all is as it was then.
pub fn redo(
    conn: &mut PgConnection,
    count: usize,
    waiting: impl FnOnce(),
) -> Result<Vec<String>, MigrationError> {
    let options = Options::default();
    Runner::new(&Migrations::embedded()?, options).redo(
        conn,
        &Extent::Count(count),
        &mut OnWait(Some(waiting)),
    )
}

/// Keeps every migrator away while `work` runs; one that is at work already is waited for, as in [`up`].
pub(crate) fn exclusively<T, E: From<MigrationError> + From<diesel::result::Error>>(
    conn: &mut PgConnection,
    waiting: impl FnOnce(),
    work: impl FnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E> {
    lock::locked(conn, &Patience::new(&Options::default()), &mut OnWait(Some(waiting)), |conn, _| work(conn))
}

/// The version of the newest applied migration; `None` on an empty database.
///
/// # Errors
/// When the history can't be read.
pub fn version(conn: &mut PgConnection) -> Result<Option<String>, MigrationError> {
    Ok(history::read(conn)?.pop().map(|newest| newest.version))
}
