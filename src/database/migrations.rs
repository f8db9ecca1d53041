//! The crate's own migrations, built into it, run one migrator at a time.

use std::thread::sleep;
use std::time::Duration;

use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use thiserror::Error;

/// The folder `migrations/` as it was when the crate was built.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// One number for every migrator of this crate: "ledger" in ASCII.
const LOCK: i64 = 0x6c65_6467_6572;

#[diesel::declare_sql_function]
#[allow(missing_docs, reason = "the documentation is PostgreSQL's")]
extern "SQL" {
    fn pg_try_advisory_lock(key: BigInt) -> Bool;
    fn pg_advisory_unlock(key: BigInt) -> Bool;
}

/// Why migrations couldn't be run or read.
#[derive(Debug, Error)]
pub enum MigrationError {
    /// The database has migrations that this build doesn't know.
    #[error(
        "the database is ahead of this program: it holds {}, which this build doesn't know; use the newer program",
        versions.join(", ")
    )]
    DatabaseIsNewer {
        /// The versions that are applied but unknown here.
        versions: Vec<String>,
    },
    /// The database lacks migrations that this build needs.
    #[error(
        "the database lacks {} of this program's migrations, the first is {first}; run `migrate up`",
        pending
    )]
    Pending {
        /// How many are missing.
        pending: usize,
        /// The name of the first.
        first: String,
    },
    /// One migration failed; what came before it is applied, of itself nothing is.
    #[error("migration {name} failed and left nothing behind: {reason}")]
    Failed {
        /// The migration's folder.
        name: String,
        /// What the server said.
        reason: String,
    },
    /// The migrations or their history couldn't be read.
    #[error("the migrations can't be read: {0}")]
    Unreadable(String),
    /// A plain query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// One migration and whether the database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MigrationStatus {
    /// Digits that order the migrations, as Diesel keeps them.
    pub version: String,
    /// The folder's name.
    pub name: String,
    /// Whether it is applied here.
    pub applied: bool,
}

/// Every migration of this build in order, and whether the database has it.
///
/// # Errors
/// [`MigrationError::DatabaseIsNewer`] when the database has others besides.
pub fn status(conn: &mut PgConnection) -> Result<Vec<MigrationStatus>, MigrationError> {
    let known = survey(&applied(conn)?)?;
    let status = |(migration, applied): &Known| MigrationStatus {
        version: migration.name().version().to_string(),
        name: migration.name().to_string(),
        applied: *applied,
    };
    Ok(known.iter().map(status).collect())
}

/// Makes sure that the database has exactly the migrations of this build.
///
/// # Errors
/// [`MigrationError::Pending`] or [`MigrationError::DatabaseIsNewer`].
pub fn check(conn: &mut PgConnection) -> Result<(), MigrationError> {
    let mut missing = status(conn)?.into_iter().filter(|m| !m.applied);
    match missing.next() {
        None => Ok(()),
        Some(first) => Err(MigrationError::Pending { pending: missing.count() + 1, first: first.name }),
    }
}

/// Applies pending migrations in order, all or the first `limit`; returns the names of those it applied.
///
/// Each runs with its history row in one transaction. Another migrator at work is waited for; `waiting` is
/// called once when that happens.
///
/// # Errors
/// [`MigrationError::Failed`] names the one that failed; those before it stay applied.
pub fn up(
    conn: &mut PgConnection,
    limit: Option<usize>,
    waiting: impl FnOnce(),
) -> Result<Vec<String>, MigrationError> {
    locked(conn, waiting, |conn| {
        // Makes the history's table where there is none.
        let applied = conn.applied_migrations().map_err(|e| MigrationError::Unreadable(e.to_string()))?;
        let known = survey(&applied)?;
        let pending = known.iter().filter(|(_, applied)| !applied).take(limit.unwrap_or(usize::MAX));
        apply_each(pending, |m| conn.run_migration(m).map(drop))
    })
}

/// Reverts the last `count` migrations, the newest first; returns their names.
///
/// # Errors
/// [`MigrationError::Failed`] names the one that failed; those before it stay reverted.
pub fn down(
    conn: &mut PgConnection,
    count: usize,
    waiting: impl FnOnce(),
) -> Result<Vec<String>, MigrationError> {
    locked(conn, waiting, |conn| {
        apply_each(newest(conn, count)?.iter(), |m| conn.revert_migration(m).map(drop))
    })
}

/// Reverts the last `count` migrations and applies them again, in one transaction; returns their names.
///
/// # Errors
/// [`MigrationError::Failed`] names the one that failed; all is as it was then.
pub fn redo(
    conn: &mut PgConnection,
    count: usize,
    waiting: impl FnOnce(),
) -> Result<Vec<String>, MigrationError> {
    locked(conn, waiting, |conn| {
        let newest_first = newest(conn, count)?;
        conn.transaction(|conn| {
            apply_each(newest_first.iter(), |m| conn.revert_migration(m).map(drop))?;
            apply_each(newest_first.iter().rev(), |m| conn.run_migration(m).map(drop))
        })
    })
}

/// The version of the newest applied migration; `None` on an empty database.
///
/// # Errors
/// When the history can't be read.
pub fn version(conn: &mut PgConnection) -> Result<Option<String>, MigrationError> {
    Ok(applied(conn)?.iter().max().map(ToString::to_string))
}

fn apply_each<'m>(
    migrations: impl Iterator<Item = &'m Known>,
    mut apply: impl FnMut(&dyn Migration<Pg>) -> diesel::migration::Result<()>,
) -> Result<Vec<String>, MigrationError> {
    let mut done = Vec::new();
    for (migration, _) in migrations {
        let name = migration.name().to_string();
        apply(migration.as_ref())
            .map_err(|e| MigrationError::Failed { name: name.clone(), reason: innermost(&*e) })?;
        done.push(name);
    }
    Ok(done)
}

/// The server's own words; Diesel puts the migration's name before them, which is told already.
fn innermost(error: &(dyn std::error::Error + Send + Sync + 'static)) -> String {
    let text = error.to_string();
    text.split_once(" with: ").map_or(text.clone(), |(_, reason)| reason.to_owned())
}

/// A migration of this build, and whether it is applied.
type Known = (Box<dyn Migration<Pg>>, bool);

/// Every migration of this build in order, held against the history.
fn survey(applied: &[MigrationVersion<'static>]) -> Result<Vec<Known>, MigrationError> {
    let mut known = MigrationSource::<Pg>::migrations(&MIGRATIONS)
        .map_err(|e| MigrationError::Unreadable(e.to_string()))?;
    known.sort_by_key(|m| m.name().version().as_owned());
    let versions: Vec<_> = known.iter().map(|m| m.name().version()).collect();
    let unknown: Vec<_> = applied.iter().filter(|v| !versions.contains(v)).map(ToString::to_string).collect();
    if !unknown.is_empty() {
        return Err(MigrationError::DatabaseIsNewer { versions: unknown });
    }
    let flags: Vec<_> = versions.iter().map(|version| applied.contains(version)).collect();
    Ok(known.into_iter().zip(flags).collect())
}

/// The last `count` applied migrations, the newest first.
fn newest(conn: &mut PgConnection, count: usize) -> Result<Vec<Known>, MigrationError> {
    let known = survey(&applied(conn)?)?;
    Ok(known.into_iter().rev().filter(|(_, applied)| *applied).take(count).collect())
}

/// Reads the history without making its table: looking at a database doesn't change it.
fn applied(conn: &mut PgConnection) -> Result<Vec<MigrationVersion<'static>>, MigrationError> {
    if !history_exists(conn)? {
        return Ok(Vec::new());
    }
    conn.applied_migrations().map_err(|e| MigrationError::Unreadable(e.to_string()))
}

fn history_exists(conn: &mut PgConnection) -> QueryResult<bool> {
    diesel::select(diesel::dsl::sql::<Bool>("to_regclass('__diesel_schema_migrations') IS NOT NULL"))
        .get_result(conn)
}

/// Runs `work` while holding the migrators' lock.
///
/// It is polled: a session that waits inside `pg_advisory_lock` holds a snapshot, on which an index that is
/// built concurrently by the lock's holder would wait in turn.
pub(crate) fn locked<T, E: From<diesel::result::Error>>(
    conn: &mut PgConnection,
    waiting: impl FnOnce(),
    work: impl FnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E> {
    let try_lock =
        |conn: &mut PgConnection| diesel::select(pg_try_advisory_lock(LOCK)).get_result::<bool>(conn);
    if !try_lock(conn)? {
        waiting();
        while !try_lock(conn)? {
            sleep(Duration::from_millis(fastrand::u64(50..150)));
        }
    }
    let result = work(conn);
    let unlocked = diesel::select(pg_advisory_unlock(LOCK)).get_result::<bool>(conn);
    let value = result?;
    unlocked?;
    Ok(value)
}
