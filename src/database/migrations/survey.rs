//! The migrations that there are, held against those that are applied.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use diesel::PgConnection;

use super::checksum::checksum;
use super::error::MigrationError;
use super::history::{self, Applied, Origin};
use super::source::{MigrationFile, Migrations};

/// How a migration stands in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum State {
    /// It is applied.
    Applied,
    /// It isn't applied.
    Pending,
    /// It isn't applied, and it is older than one that is.
    OutOfOrder,
    /// It is applied, and its `up.sql` is another text now.
    Edited,
    /// It is applied, and there is no such migration here.
    Missing,
}

impl State {
    /// What it means, in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Applied => "the database has it",
            Self::Pending => "`migrate up` will run it",
            Self::OutOfOrder => "it isn't applied, but a newer one is",
            Self::Edited => "its up.sql isn't the text that was run",
            Self::Missing => "it is applied, but there is no such migration here",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Applied => "applied",
            Self::Pending => "pending",
            Self::OutOfOrder => "out of order",
            Self::Edited => "edited",
            Self::Missing => "missing",
        })
    }
}

/// One migration and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MigrationStatus {
    /// Digits that order the migrations, as Diesel keeps them.
    pub version: String,
    /// The folder's name; of one that is missing, the name it had, or its version where that isn't known.
    pub name: String,
    /// Whether it is applied here, edited and missing ones too.
    pub applied: bool,
    /// How it stands.
    pub state: State,
    /// When it was applied; exact where everybody who migrates uses the same time zone, as Diesel keeps none.
    pub applied_at: Option<DateTime<Utc>>,
    /// How it came to count as applied.
    pub origin: Option<Origin>,
}

/// A migration that is here, in the database, or both.
pub(super) struct Row<'m> {
    pub(super) file: Option<&'m MigrationFile>,
    pub(super) applied: Option<Applied>,
    pub(super) state: State,
}

impl Row<'_> {
    pub(super) fn status(&self, version: &str) -> MigrationStatus {
        let record = self.applied.as_ref().and_then(|applied| applied.record.as_ref());
        let name = self.file.map(|file| &file.name).or(record.map(|record| &record.name));
        MigrationStatus {
            version: version.to_owned(),
            name: name.map_or(version, String::as_str).to_owned(),
            applied: self.applied.is_some(),
            state: self.state,
            applied_at: self.applied.as_ref().map(|applied| applied.run_at),
            origin: self.applied.as_ref().map(|_| record.map_or(Origin::Adopted, |record| record.origin)),
        }
    }
}

/// Every migration by its version.
pub(super) struct Survey<'m> {
    pub(super) rows: BTreeMap<String, Row<'m>>,
}

impl<'m> Survey<'m> {
    pub(super) fn new(conn: &mut PgConnection, migrations: &'m Migrations) -> Result<Self, MigrationError> {
        let applied = history::read(conn)?;
        let newest = applied.last().map(|applied| applied.version.clone());
        let pending = |file: &'m MigrationFile| {
            let is_late = newest.as_ref().is_some_and(|newest| file.version < *newest);
            let state = if is_late { State::OutOfOrder } else { State::Pending };
            (file.version.clone(), Row { file: Some(file), applied: None, state })
        };
        let mut rows: BTreeMap<_, _> = migrations.files().iter().map(pending).collect();
        for applied in applied {
            let file = migrations.of_version(&applied.version);
            let state = state(file, &applied);
            rows.insert(applied.version.clone(), Row { file, applied: Some(applied), state });
        }
        Ok(Self { rows })
    }

    /// The names, or else the versions, of those that stand so.
    pub(super) fn names(&self, state: State) -> Vec<String> {
        let rows = self.rows.iter().filter(|(_, row)| row.state == state);
        rows.map(|(version, row)| row.status(version).name).collect()
    }

    /// Those that aren't applied, the oldest first.
    pub(super) fn pending(&self) -> impl Iterator<Item = &'m MigrationFile> {
        self.rows.values().filter(|row| row.applied.is_none()).filter_map(|row| row.file)
    }

    /// Those that are applied, the oldest first.
    pub(super) fn applied(&self) -> impl DoubleEndedIterator<Item = &'m MigrationFile> {
        self.rows.values().filter(|row| row.applied.is_some()).filter_map(|row| row.file)
    }

    /// Fails when the database has migrations that aren't here.
    pub(super) fn demand_files(&self, migrations: &Migrations) -> Result<(), MigrationError> {
        let rows = self.rows.iter().filter(|(_, row)| row.state == State::Missing);
        let versions: Vec<_> = rows.map(|(version, _)| version.clone()).collect();
        match (versions.is_empty(), migrations.folder()) {
            (true, _) => Ok(()),
            (false, None) => Err(MigrationError::DatabaseIsNewer { versions }),
            (false, Some(folder)) => Err(MigrationError::Missing { versions, folder: folder.to_owned() }),
        }
    }
}

fn state(file: Option<&MigrationFile>, applied: &Applied) -> State {
    let Some(file) = file else { return State::Missing };
    match &applied.record {
        Some(record) if record.checksum != checksum(&file.up) => State::Edited,
        _ => State::Applied,
    }
}
