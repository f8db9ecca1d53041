//! One migration, forth or back, with its row in the history: both or neither.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;

use super::error::MigrationError;
use super::history::{self, Origin};
use super::lock::{in_the_way, pause};
use super::observer::Observer;
use super::options::Options;
use super::session::{get, set};
use super::source::MigrationFile;
use super::statement::statements;
use super::stumble::Stumble;

/// Which of a migration's two files runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

impl Direction {
    pub(super) fn sql(self, file: &MigrationFile) -> &str {
        match self {
            Self::Up => &file.up,
            Self::Down => file.down.as_deref().unwrap_or_default(),
        }
    }

    pub(super) fn path(self, file: &MigrationFile) -> PathBuf {
        match self {
            Self::Up => file.up_path(),
            Self::Down => file.down_path(),
        }
    }

    /// Writes the history's row; false when it is there, or gone, already.
    pub(super) fn record(self, conn: &mut PgConnection, file: &MigrationFile) -> QueryResult<bool> {
        match self {
            Self::Up => history::record(conn, file, Origin::Run),
            Self::Down => history::erase(conn, &file.version),
        }
    }
}

/// How long a migrator waits for others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// When it gives up.
    pub(super) deadline: Instant,
    /// How long that is in all.
    pub(super) wait: Duration,
    /// How long a statement waits for a lock before its migration is rolled back and tried again.
    pub(super) lock_timeout: Duration,
}

impl Patience {
    /// From now on.
    pub(super) fn new(options: &Options) -> Self {
        let (wait, lock_timeout) = (options.wait, options.lock_timeout);
        Self { deadline: Instant::now() + wait, wait, lock_timeout }
    }
}

/// Does `work` until it succeeds, fails for good, or lost against others for too long.
pub(super) fn persist<'m, T>(
    conn: &mut PgConnection,
    patience: &Patience,
    observer: &mut dyn Observer,
    mut work: impl FnMut(&mut PgConnection, &mut dyn Observer) -> Result<T, Stumble<'m>>,
) -> Result<T, MigrationError> {
    loop {
        match work(conn, observer) {
            Ok(value) => return Ok(value),
            Err(stumble) if stumble.is_contention() && Instant::now() < patience.deadline => {
                observer.retrying(stumble.file, &stumble.error.to_string());
                pause(patience.deadline, 100..500);
            }
            Err(stumble) => {
                let others = if stumble.is_contention() { in_the_way(conn)? } else { Vec::new() };
                let failure = stumble.into_failure(patience.wait, &others);
                return Err(MigrationError::Failed(Box::new(failure)));
            }
        }
    }
}

/// Runs `work` in one transaction whose statements wait only so long for locks.
pub(super) fn whole<'m, T>(
    conn: &mut PgConnection,
    patience: &Patience,
    file: &'m MigrationFile,
    direction: Direction,
    work: impl FnOnce(&mut PgConnection) -> Result<T, Stumble<'m>>,
) -> Result<T, Stumble<'m>> {
    let mut stumbled = None;
    let done = conn.transaction(|conn| {
        set(conn, "lock_timeout", &milliseconds(patience.lock_timeout), true)?;
        work(conn).map_err(|stumble| {
            stumbled = Some(stumble);
            Error::RollbackTransaction
        })
    });
    // Where a lost connection keeps it from rolling back, the first error is the one that tells something.
    done.map_err(|error| stumbled.unwrap_or_else(|| Stumble::elsewhere(file, direction, error)))
}

/// Runs a migration's statements and writes its history, inside a transaction; false when another tool has been
/// there first, and nothing was run.
pub(super) fn step<'m>(
    conn: &mut PgConnection,
    file: &'m MigrationFile,
    direction: Direction,
) -> Result<bool, Stumble<'m>> {
    let elsewhere = |error| Stumble::elsewhere(file, direction, error);
    // First, so that whoever comes second waits here, and a path that the migration sets leads nothing astray.
    if !direction.record(conn, file).map_err(elsewhere)? {
        return Ok(false);
    }
    let path = get(conn, "search_path").map_err(elsewhere)?.unwrap_or_default();
    for statement in statements(direction.sql(file)) {
        conn.batch_execute(statement.text)
            .map_err(|error| Stumble::in_statement(file, direction, &statement, error))?;
    }
    conn.batch_execute("SET CONSTRAINTS ALL IMMEDIATE")
        .map_err(|error| Stumble::at_end(file, direction, error))?;
    set(conn, "search_path", &path, false).map_err(elsewhere)?;
    Ok(true)
}

/// A duration as PostgreSQL's timeouts take it; 0 would mean to wait forever.
pub(super) fn milliseconds(duration: Duration) -> String {
    duration.as_millis().clamp(1, i32::MAX as u128).to_string()
}
