//! What migrations really do: they run in a transaction that is rolled back.

mod failure;
mod settings;
mod snapshot;

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde::{Serialize, Serializer};
use thiserror::Error;

use super::Mode;
use crate::admin::progress::Progress;
use crate::database::migrations::{MigrationError, MigrationFile, statements, vet_up};
use settings::Settings;
use snapshot::Snapshot;

/// Why migrations couldn't be traced. Nothing of them is left in the database.
#[derive(Debug, Error)]
pub enum TraceError {
    /// A migration failed.
    #[error("{failure}{}", note(skipped))]
    Failed {
        /// Where it failed, and what the server said.
        failure: String,
        /// The migrations before it that couldn't be traced.
        skipped: Vec<String>,
    },
    /// A migration can't run as one whole; nothing was run.
    #[error(transparent)]
    Unfit(#[from] MigrationError),
    /// A query about the migrations failed, or the transaction did.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

fn note(skipped: &[String]) -> String {
    match skipped {
        [] => String::new(),
        names => format!("\nIt may need what couldn't be traced before it: {}", names.join(", ")),
    }
}

/// A migration and what it did, if it could be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Traced {
    /// Its folder's name.
    pub name: String,
    /// What it did; `None` for one that runs outside of a transaction.
    pub trace: Option<Trace>,
}

/// What a migration did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// How long it took.
    #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
    pub took: Duration,
    /// The strongest lock that it took on each table that was there before, and that none before it had taken.
    pub locks: Vec<HeldLock>,
    /// Tables that were there before and are stored anew: rewritten, or emptied.
    pub rewritten: Vec<String>,
    /// What it wrote and read.
    pub tables: Vec<TableWork>,
}

/// A lock on a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldLock {
    /// The table, view or materialized view.
    pub on: String,
    /// How strong it is.
    pub mode: Mode,
}

/// What happened to a table's rows. Where they were emptied or rewritten, only the server's own log knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableWork {
    /// The table.
    pub table: String,
    /// Rows inserted.
    pub inserted: i64,
    /// Rows updated.
    pub updated: i64,
    /// Rows deleted.
    pub deleted: i64,
    /// How often the whole table was read.
    pub scans: i64,
    /// How many rows those reads saw.
    pub scanned_rows: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn milliseconds<S: Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((took.as_secs_f64() * 1e6).round() / 1e3)
}

/// Runs these migrations one after another, sees what each does, and rolls everything back.
///
/// Others wait for its locks until the end: it is for a database that nobody works with.
///
/// # Errors
/// [`TraceError`]; everything is rolled back then, too.
pub fn trace(
    conn: &mut PgConnection,
    files: &[&MigrationFile],
    progress: &mut dyn Progress,
) -> Result<Vec<Traced>, TraceError> {
    files.iter().try_for_each(|file| vet_up(file))?;
    progress.begin("tracing", u64::try_from(files.len()).ok());
    let mut traced = None;
    // An error is what makes Diesel roll back: the outcome is carried out beside it.
    let rolled_back = conn.transaction(|conn| {
        traced = Some(each(conn, files, progress));
        Err::<(), _>(diesel::result::Error::RollbackTransaction)
    });
    progress.end();
    match (traced, rolled_back) {
        (Some(outcome), Err(diesel::result::Error::RollbackTransaction)) => outcome,
        (Some(Err(error)), _) => Err(error),
        (_, Err(error)) => Err(error.into()),
        (_, Ok(())) => Err(diesel::result::Error::BrokenTransactionManager.into()),
    }
}

fn each(
    conn: &mut PgConnection,
    files: &[&MigrationFile],
    progress: &mut dyn Progress,
) -> Result<Vec<Traced>, TraceError> {
    let mut traced: Vec<Traced> = Vec::new();
    for file in files {
        let trace = match file.transactional {
            true => Some(one(conn, file).map_err(|error| failed(error, &traced))?),
            false => None,
        };
        traced.push(Traced { name: file.name.clone(), trace });
        progress.advance(1);
    }
    Ok(traced)
}

fn failed(error: TraceError, before: &[Traced]) -> TraceError {
    let unseen = before.iter().filter(|traced| traced.trace.is_none());
    match error {
        TraceError::Failed { failure, .. } => {
            TraceError::Failed { failure, skipped: unseen.map(|traced| traced.name.clone()).collect() }
        }
        other => other,
    }
}

fn one(conn: &mut PgConnection, file: &MigrationFile) -> Result<Trace, TraceError> {
    let (settings, before) = (Settings::read(conn)?, Snapshot::take(conn)?);
    let start = Instant::now();
    for statement in statements(&file.up) {
        conn.batch_execute(statement.text).map_err(|error| {
            let failure = failure::tell(file, &statement, &error);
            TraceError::Failed { failure, skipped: Vec::new() }
        })?;
    }
    let took = start.elapsed();
    settings.restore(conn)?;
    let after = Snapshot::take(conn)?;
    Ok(Trace {
        took,
        locks: after.locks_since(&before),
        rewritten: after.rewritten_since(&before),
        tables: after.work_since(&before),
    })
}
