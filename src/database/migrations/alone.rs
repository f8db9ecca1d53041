//! A migration without a transaction: one statement, and its history right behind it.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::history;
use super::index::{Index, Remains};
use super::observer::Observer;
use super::run::{Direction, Patience, milliseconds};
use super::session::{get, set};
use super::source::MigrationFile;
use super::statement::{Statement, statements};
use super::stumble::Stumble;
use crate::database::error::is_connection_lost;

/// Runs the migration's one statement, or finishes what an interrupted run has left of it.
pub(super) fn run_alone<'m>(
    conn: &mut PgConnection,
    file: &'m MigrationFile,
    direction: Direction,
    patience: &Patience,
    observer: &mut dyn Observer,
) -> Result<bool, Stumble<'m>> {
    let elsewhere = |error| Stumble::elsewhere(file, direction, error);
    for statement in statements(direction.sql(file)) {
        let index = Index::of(statement.text);
        let done = match &index {
            Some(index) => repair(conn, file, direction, index, observer).map_err(elsewhere)?,
            None => false,
        };
        if !done {
            execute(conn, file, direction, patience, &statement)
                .map_err(|stumble| clear(conn, index.as_ref(), stumble))?;
        }
    }
    conn.transaction(|conn| direction.record(conn, file)).map_err(elsewhere)
}

/// Puts right what an interrupted run has left. True when it had done its work, and only the history lacks it.
fn repair(
    conn: &mut PgConnection,
    file: &MigrationFile,
    direction: Direction,
    index: &Index,
    observer: &mut dyn Observer,
) -> QueryResult<bool> {
    // What is reverted was applied: what is gone by now, the interrupted revert has dropped.
    let was_begun = direction == Direction::Down || history::was_begun(conn, file)?;
    let remains = index.remains(conn)?;
    if was_begun && index.is_done(&remains) {
        let what = match direction {
            Direction::Up => "an interrupted run had built the index, which is kept",
            Direction::Down => "the index is gone already",
        };
        observer.repaired(file, what);
        return Ok(true);
    }
    if let Remains::Invalid(_) = remains
        && let Some(name) = index.clear(conn)?
    {
        observer
            .repaired(file, &format!("dropped the invalid index {name}, which an interrupted run had left"));
    }
    Ok(false)
}

fn execute<'m>(
    conn: &mut PgConnection,
    file: &'m MigrationFile,
    direction: Direction,
    patience: &Patience,
    statement: &Statement<'_>,
) -> Result<(), Stumble<'m>> {
    let elsewhere = |error| Stumble::elsewhere(file, direction, error);
    if direction == Direction::Up {
        history::begin(conn, file).map_err(elsewhere)?;
    }
    let before = get(conn, "lock_timeout").map_err(elsewhere)?.unwrap_or_default();
    // To try again means to begin again, and what runs concurrently keeps nobody waiting: it gets all the time.
    let left = patience.deadline.saturating_duration_since(Instant::now()).max(patience.lock_timeout);
    set(conn, "lock_timeout", &milliseconds(left), false).map_err(elsewhere)?;
    let ran = conn
        .batch_execute(statement.text)
        .map_err(|error| Stumble::in_statement(file, direction, statement, error));
    let reset = set(conn, "lock_timeout", &before, false).map_err(elsewhere);
    // What went wrong first is the cause of the rest.
    ran.and(reset)
}

/// After a failure: removes what is left at once where that can be done, and otherwise says what is.
fn clear<'m>(conn: &mut PgConnection, index: Option<&Index>, stumble: Stumble<'m>) -> Stumble<'m> {
    let undo = |conn: &mut PgConnection| {
        index.map_or(Ok(None), |index| index.clear(conn))?;
        history::forget_begun(conn, &stumble.file.version)
    };
    let is_undone = !is_connection_lost(&stumble.error) && undo(conn).is_ok();
    match index {
        Some(Index::Made { name, .. }) if !is_undone => stumble
            .leaving(Some(format!("may have left the invalid index {name}, which the next run removes"))),
        _ => stumble,
    }
}
