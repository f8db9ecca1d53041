//! A migration that failed, while it is still known where.

use std::time::Duration;

use diesel::result::{DatabaseErrorInformation, Error};

use super::failure::Failure;
use super::lock::Holder;
use super::place::Place;
use super::run::Direction;
use super::source::MigrationFile;
use super::statement::Statement;
use crate::database::error::{is_connection_lost, is_contention};

/// Where in a migration.
#[derive(Debug, Clone, Copy)]
enum At {
    Statement {
        start: usize,
        length: usize,
    },
    /// Where what it deferred is checked.
    End,
    Elsewhere,
}

/// What went wrong, and where.
#[derive(Debug)]
pub(super) struct Stumble<'m> {
    pub(super) file: &'m MigrationFile,
    pub(super) error: Error,
    pub(super) left: Option<String>,
    direction: Direction,
    at: At,
}

impl<'m> Stumble<'m> {
    pub(super) fn in_statement(
        file: &'m MigrationFile,
        direction: Direction,
        statement: &Statement<'_>,
        error: Error,
    ) -> Self {
        let at = At::Statement { start: statement.start, length: statement.text.len() };
        Self { file, error, left: None, direction, at }
    }

    /// Behind its last statement.
    pub(super) fn at_end(file: &'m MigrationFile, direction: Direction, error: Error) -> Self {
        Self { file, error, left: None, direction, at: At::End }
    }

    /// Outside of its text, as in its history.
    pub(super) fn elsewhere(file: &'m MigrationFile, direction: Direction, error: Error) -> Self {
        Self { file, error, left: None, direction, at: At::Elsewhere }
    }

    pub(super) fn leaving(self, left: Option<String>) -> Self {
        Self { left, ..self }
    }

    pub(super) fn is_contention(&self) -> bool {
        is_contention(&self.error)
    }

    /// `in_the_way` are those who may hold the lock that couldn't be had.
    pub(super) fn into_failure(self, waited: Duration, in_the_way: &[Holder]) -> Failure {
        let info = match &self.error {
            Error::DatabaseError(_, info) => Some(&**info),
            _ => None,
        };
        let plain = self.error.to_string();
        Failure {
            name: self.file.name.clone(),
            place: self.place(info),
            message: match info.map_or(plain.as_str(), DatabaseErrorInformation::message) {
                libpqs if is_connection_lost(&self.error) => in_one_line(libpqs),
                servers => servers.trim().to_owned(),
            },
            detail: info.and_then(DatabaseErrorInformation::details).map(str::to_owned),
            hint: info.and_then(DatabaseErrorInformation::hint).map(str::to_owned),
            advice: self.advice(waited, in_the_way),
            left: self.left,
        }
    }

    fn place(&self, info: Option<&(dyn DatabaseErrorInformation + Send + Sync)>) -> Option<Place> {
        let At::Statement { start, length } = self.at else { return None };
        let (file, sql) = (self.direction.path(self.file), self.direction.sql(self.file));
        let position = info.and_then(DatabaseErrorInformation::statement_position);
        let position = position.and_then(|position| usize::try_from(position).ok());
        Some(match position {
            Some(position) => Place::at_position(file, sql, start, position),
            None => Place::of_statement(file, sql, start, length),
        })
    }

    fn advice(&self, waited: Duration, in_the_way: &[Holder]) -> String {
        if is_connection_lost(&self.error) {
            return "the connection to the server was lost; see the server's log, and try again".to_owned();
        }
        if self.is_contention() {
            let others: Vec<_> = in_the_way.iter().map(ToString::to_string).collect();
            let others = if others.is_empty() { "none is left".to_owned() } else { others.join(", ") };
            let waited = in_words(waited);
            return format!(
                "others were still in the way after {waited}; the oldest transactions open now: {others}. End them, \
                 or wait longer with --wait, and try again"
            );
        }
        let file = self.direction.path(self.file);
        match (self.at, &self.file.folder) {
            (At::End, _) => format!(
                "every statement of {} ran, and then a rule was broken that is checked at the end; correct it, or \
                 what it stumbles over in the database, and try again",
                file.display()
            ),
            (At::Elsewhere, _) => {
                "the history couldn't be written; remove the cause, and try again".to_owned()
            }
            (_, Some(_)) => "correct it, or what it stumbles over in the database, and try again".to_owned(),
            (_, None) => "remove what it stumbles over in the database, and try again".to_owned(),
        }
    }
}

/// Whole seconds, or milliseconds below one.
pub(super) fn in_words(duration: Duration) -> String {
    match duration.as_secs() {
        0 => format!("{}ms", duration.as_millis()),
        seconds => format!("{seconds}s"),
    }
}

/// What libpq says itself goes over several lines, of which the first tells something.
fn in_one_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim().to_owned()
}
