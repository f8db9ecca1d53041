use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::failure::Failure;
use super::lock::Holder;
use super::source::SourceError;
use super::stumble::in_words;
use super::sums::SumError;

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
    /// The database has migrations that the folder doesn't.
    #[error(
        "the database holds {}, and {folder} has no folder for that; get it back (another branch may have it), or \
         take it out of the history with `migrate mark --unapplied VERSION`",
        versions.join(", "), folder = folder.display()
    )]
    Missing {
        /// The versions that are applied but not in the folder.
        versions: Vec<String>,
        /// The folder.
        folder: PathBuf,
    },
    /// The database lacks migrations that this build needs.
    #[error(
        "the database lacks {pending} of this program's migrations, the first is {first}; run `migrate up`"
    )]
    Pending {
        /// How many are missing.
        pending: usize,
        /// The name of the first.
        first: String,
    },
    /// One migration failed; what came before it is applied, of itself nothing is.
    #[error("{0}")]
    Failed(Box<Failure>),
    /// Applied migrations have another text now than when they ran.
    #[error(
        "edited since applied: {}; nothing was run. Put the file back as it was and write another migration for \
         the change, or accept the new text with `migrate mark VERSION`, which runs nothing",
        names.join(", ")
    )]
    Edited {
        /// Their folders.
        names: Vec<String>,
    },
    /// Pending migrations are older than one that is applied.
    #[error(
        "out of order: {} would run after {newest}, which is newer and applied; nothing was run. Give the folder a \
         newer version if it isn't applied anywhere, or run it as it is with --out-of-order",
        names.join(", ")
    )]
    OutOfOrder {
        /// Their folders.
        names: Vec<String>,
        /// The newest that is applied.
        newest: String,
    },
    /// A file that is to run holds nothing to run.
    #[error("{} holds nothing to run yet; write it first. Nothing was run", file.display())]
    Empty {
        /// The file, which may not be there.
        file: PathBuf,
    },
    /// A migration would end the transaction that keeps it whole.
    #[error(
        "{file}:{line} begins or ends a transaction; leave that out: each migration runs in one of its own \
         already. Nothing was run", file = file.display()
    )]
    TransactionControl {
        /// The file.
        file: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// A migration without a transaction holds several statements, which could be done by half.
    #[error(
        "{file} holds {count} statements, and without a transaction there may be only one; make a migration of \
         each. Nothing was run", file = file.display()
    )]
    ManyStatements {
        /// The file.
        file: PathBuf,
        /// How many there are.
        count: usize,
    },
    /// An index built concurrently has no name by which its remains could be found.
    #[error("{} builds an index concurrently without a name for it; give it one. Nothing was run", file.display())]
    UnnamedIndex {
        /// The file.
        file: PathBuf,
    },
    /// A migration without a transaction can't be reverted and applied again in one.
    #[error(
        "{name} runs without a transaction, so that a redo could end halfway; use `migrate down` and then \
         `migrate up`. Nothing was run"
    )]
    NotInOneTransaction {
        /// The migration's folder.
        name: String,
    },
    /// The version isn't applied.
    #[error("{0} isn't applied; `migrate status` lists what is")]
    NotApplied(String),
    /// Another migrator was at work for too long.
    #[error(
        "another migrator was still at work on this database after {}: {}; wait longer with --wait, or end it with \
         pg_terminate_backend. Nothing was run",
        in_words(*waited), holder.as_ref().map_or("it has just ended".to_owned(), ToString::to_string)
    )]
    Busy {
        /// How long it was waited for.
        waited: Duration,
        /// Who holds the lock, if anybody still does.
        holder: Option<Holder>,
    },
    /// What was to happen before the first migration didn't.
    #[error("nothing was run: {0}")]
    Prevented(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The migrations can't be had.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The folder isn't what its `migrations.sum` says.
    #[error("{0}. Nothing was run")]
    Sum(#[from] SumError),
    /// A plain query failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl MigrationError {
    /// Whether this is a refusal: nothing is broken, but somebody has to decide before anything runs.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Edited { .. } | Self::OutOfOrder { .. } | Self::Sum(_) | Self::Missing { .. })
    }
}
